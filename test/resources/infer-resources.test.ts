import { compileContract } from '../../src/contract/compile.js'
import { sourceDocumentOf } from '../../src/contract/source-document.js'
import type { JsonObject } from '../../src/lib/json-object.js'
import { inferResources } from '../../src/resources/inference/infer-resources.js'
import type { Inference } from '../../src/resources/resource-model.js'

const text = { type: 'string' }
const number = { type: 'integer' }
const object = (properties: JsonObject, required: readonly string[] = []): JsonObject => ({
  type: 'object',
  properties,
  required,
})
const array = (items: JsonObject): JsonObject => ({ type: 'array', items })
const answer = (schema: JsonObject): JsonObject => ({
  description: 'OK',
  content: { 'application/json': { schema } },
})
const gives = (schema: JsonObject, status = 200): JsonObject => ({ [status]: answer(schema) })
const done = { 204: { description: 'Done' } }
const takes = (schema: JsonObject): JsonObject => ({ content: { 'application/json': { schema } } })
const query = (name: string, schema: JsonObject = text): JsonObject => ({
  name,
  in: 'query',
  schema,
})

const task = object(
  {
    id: number,
    title: text,
    status: { type: 'string', enum: ['open', 'done', 'cancelled'] },
    starred: { type: 'boolean' },
    archivedAt: { type: ['string', 'null'], format: 'date-time' },
    publishedOn: { type: 'string', format: 'date' },
    ownerId: number,
    priority: number,
    createdAt: { type: 'string', format: 'date-time' },
    labels: array(text),
    team: object({ slug: text, id: text }),
  },
  ['id', 'title'],
)

/** What is inferred of paths. */
const inferred = (paths: JsonObject, components: JsonObject = {}) => {
  const document = { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths, components }
  return inferResources(compileContract(sourceDocumentOf(document), 't'))
}

const only = (paths: JsonObject, id: string): Inference => {
  const found = inferred(paths).inferences.get(id)
  if (!found) throw new TypeError(`${id} was not inferred`)
  return found
}

/** A collection of tasks and an item; `more` replaces or adds paths. */
const tasks = (
  list: JsonObject,
  more: JsonObject = {},
  parameters: readonly JsonObject[] = [],
) => ({
  '/tasks': {
    get: { operationId: 'list', parameters, responses: gives(list) },
    post: { operationId: 'create', requestBody: takes(task), responses: gives(task, 201) },
  },
  '/tasks/{taskId}': {
    get: { operationId: 'read', responses: gives(task) },
    delete: { operationId: 'remove', responses: done },
  },
  ...more,
})

describe('envelopes', () => {
  const page = object({ number, size: number, totalElements: number, totalPages: number })
  const link = object({ href: text })
  test.each<[string, JsonObject, JsonObject]>([
    ['a bare array', array(task), { items: [] }],
    [
      'data and meta',
      object({
        data: array(task),
        meta: object({ total: number, page: number, per_page: number }),
      }),
      {
        items: ['data'],
        total: ['meta', 'total'],
        page: ['meta', 'page'],
        size: ['meta', 'per_page'],
      },
    ],
    [
      'items and next',
      object({ items: array(task), next: text, has_more: { type: 'boolean' } }),
      { items: ['items'], next: ['next'], hasMore: ['has_more'] },
    ],
    [
      'HAL',
      object({
        _embedded: object({ tasks: array(task) }),
        _links: object({ next: link, prev: link }),
        page,
      }),
      {
        items: ['_embedded', 'tasks'],
        next: ['_links', 'next', 'href'],
        previous: ['_links', 'prev', 'href'],
        page: ['page', 'number'],
        size: ['page', 'size'],
        total: ['page', 'totalElements'],
        pages: ['page', 'totalPages'],
      },
    ],
    [
      'the plural and a total',
      object({ tasks: array(task), total: number, offset: number, limit: number }),
      { items: ['tasks'], total: ['total'], offset: ['offset'], size: ['limit'] },
    ],
    [
      'an object in an object',
      object({
        result: object({ tasks: array(task), total_count: number }),
        success: { type: 'boolean' },
      }),
      { items: ['result', 'tasks'], total: ['result', 'total_count'] },
    ],
    [
      'JSON:API',
      object({
        data: array(task),
        included: array(object({ type: text })),
        links: object({ next: text }),
      }),
      { items: ['data'], next: ['links', 'next'] },
    ],
  ])('%s', (_, list, envelope) => {
    expect(only(tasks(list), 'list').envelope).toEqual(envelope)
  })

  test('an item that has lists is no list', () => {
    const paths = tasks(array(task), {
      '/me': {
        get: { operationId: 'me', responses: gives(object({ id: text, tasks: array(task) })) },
      },
    })
    expect(only(paths, 'me').role).toBe('read')
  })
})

describe('identities', () => {
  const of = (parameter: string, record: JsonObject) => {
    const paths = {
      '/team-members': { get: { operationId: 'list', responses: gives(array(record)) } },
      [`/team-members/{${parameter}}`]: { get: { operationId: 'read', responses: gives(record) } },
    }
    return inferred(paths).inferences.get('read')?.resource.identity
  }
  test.each<[string, JsonObject, readonly string[] | undefined]>([
    ['id', object({ id: text }), ['id']],
    ['teamMemberId', object({ id: text, name: text }), ['id']],
    ['memberId', object({ memberId: text, id: text }), ['memberId']],
    ['team_member_number', object({ number, id: text }), ['number']],
    ['slug', object({ id: number, slug: text }), ['slug']],
    ['sha', object({ sha: text }), ['sha']],
    ['username', object({ id: number, login: text }), ['login']],
    [
      'name',
      object({ metadata: object({ name: text }), spec: object({ a: text }) }),
      ['metadata', 'name'],
    ],
    ['userKey', object({ user: object({ key: text }), seen: text }), ['user', 'key']],
    ['member_gid', object({ gid: text }), ['gid']],
    ['colour', object({ size: number }), undefined],
  ])('{%s}', (parameter, record, property) => {
    expect(of(parameter, record)?.properties[0]).toEqual(property)
  })

  test('either of two: the first names the items, the other one as well', () => {
    const identity = of('memberIdOrKey', object({ id: text, key: text }))
    expect(identity).toMatchObject({ properties: [['id']], alternatives: [['key']] })
  })

  test('two parameters name one item', () => {
    const repo = object({ owner: object({ login: text }), name: text })
    const { inferences } = inferred({
      '/repos': { get: { operationId: 'list', responses: gives(array(repo)) } },
      '/repos/{owner}/{repo}': { get: { operationId: 'read', responses: gives(repo) } },
    })
    expect(inferences.get('read')?.resource).toMatchObject({
      itemPath: '/repos/{owner}/{repo}',
      identity: { parameters: ['owner', 'repo'], properties: [['owner', 'login'], ['name']] },
    })
  })

  test.each<[string, JsonObject, JsonObject, string]>([
    ['an integer', object({ id: number }), object({ a: text }), 'counter'],
    ['a uuid', object({ id: { type: 'string', format: 'uuid' } }), object({ a: text }), 'uuid'],
    ['a text', object({ id: text }), object({ a: text }), 'generated'],
    ['what a request must say', object({ id: text }), object({ id: text }, ['id']), 'client'],
  ])('%s', (_, record, request, origin) => {
    const { inferences } = inferred({
      '/things': {
        post: { operationId: 'create', requestBody: takes(request), responses: gives(record, 201) },
      },
      '/things/{id}': { get: { operationId: 'read', responses: gives(record) } },
    })
    expect(inferences.get('read')?.resource.identity?.origin).toBe(origin)
  })
})

test('list parameters are found by name, filters by the properties they name', () => {
  const parameters = [
    ...['page', 'per_page', 'q', 'fields', 'sort', 'status', 'team', 'owner_id', 'nonsense'].map(
      (name) => query(name),
    ),
    query('order', { type: 'string', enum: ['asc', 'desc'] }),
    ...['min_priority', 'priority[lte]', 'created_after', 'createdBefore', 'title__contains'].map(
      (name) => query(name),
    ),
    query('labels', array(text)),
    query('filter[starred]', { type: 'boolean' }),
  ]
  const { list } = only(tasks(array(task), {}, parameters), 'list')
  expect(list).toMatchObject({
    page: 'page',
    size: 'per_page',
    search: 'q',
    fields: 'fields',
    sort: 'sort',
    order: 'order',
  })
  const filters = list?.filters.map(
    ({ parameter, property, test: how }) => `${parameter} ${property.join('.')} ${how}`,
  )
  expect(filters).toEqual([
    'status status equals',
    'team team.slug equals',
    'owner_id ownerId equals',
    'min_priority priority atLeast',
    'priority[lte] priority atMost',
    'created_after createdAt above',
    'createdBefore createdAt below',
    'title__contains title contains',
    'labels labels oneOf',
    'filter[starred] starred equals',
  ])
})

describe('actions', () => {
  const act = (verb: string, responses: JsonObject = gives(task)) =>
    inferred(
      tasks(array(task), { [`/tasks/{id}/${verb}`]: { post: { operationId: 'act', responses } } }),
    ).inferences.get('act')
  test.each<[string, JsonObject]>([
    ['cancel', { property: ['status'], value: 'cancelled' }],
    ['complete', { property: ['status'], value: 'done' }],
    ['reopen', { property: ['status'], value: 'open' }],
    ['star', { property: ['starred'], value: true }],
    ['unstar', { property: ['starred'], value: false }],
    ['archive', { property: ['archivedAt'], value: null, isTime: true }],
    ['unarchive', { property: ['archivedAt'], value: null }],
    ['publish', { property: ['publishedOn'], value: null, isTime: true }],
  ])('%s', (verb, action) => {
    expect(act(verb)).toMatchObject({ role: 'action', action })
    expect(act(verb)?.confidence).toBeGreaterThan(0.5)
  })

  test('one without a target leaves the item as it is; one that makes something is left to the mock', () => {
    expect(act('touch')).toMatchObject({ role: 'action', confidence: 0.5 })
    expect(act('touch')?.action).toBeUndefined()
    expect(act('duplicate')).toBeUndefined()
    expect(act('touch', gives(object({ job: text })))?.confidence).toBeLessThan(0.5)
  })
})

describe('what lies below something', () => {
  const child = object({ id: number, projectId: number, title: text }, ['id', 'projectId'])
  const projects = {
    '/projects': {
      get: { operationId: 'projects', responses: gives(array(object({ id: number, name: text }))) },
    },
    '/projects/{project}': {
      get: { operationId: 'project', responses: gives(object({ id: number, name: text })) },
    },
  }
  const resourceOf = (paths: JsonObject, id: string) =>
    inferred({ ...projects, ...paths }).inferences.get(id)?.resource
  const list = { get: { operationId: 'children', responses: gives(array(child)) } }
  const item = { get: { operationId: 'child', responses: gives(child) } }

  test('nested in the path', () => {
    const paths = { '/projects/{project}/tasks': list, '/projects/{project}/tasks/{id}': item }
    expect(resourceOf(paths, 'child')).toMatchObject({
      name: 'projects/tasks',
      parent: { resource: 'projects', parameters: ['project'], property: ['projectId'] },
    })
  })

  test('listed below the parent, read without it', () => {
    const paths = { '/projects/{project}/tasks': list, '/tasks/{id}': item }
    expect(resourceOf(paths, 'child')).toMatchObject({
      name: 'tasks',
      collectionPath: '/projects/{project}/tasks',
      itemPath: '/tasks/{id}',
      parent: { resource: 'projects', parameters: ['project'], property: ['projectId'] },
    })
  })

  test('flat, with a query parameter', () => {
    const get = { ...list.get, parameters: [query('projectId')] }
    expect(resourceOf({ '/tasks': { get }, '/tasks/{id}': item }, 'child')?.parent).toEqual({
      resource: 'projects',
      parameters: ['projectId'],
      property: ['projectId'],
    })
  })

  test('a second way to the same items compares the property', () => {
    const paths = {
      '/tasks': { get: { operationId: 'all', responses: gives(array(child)) } },
      '/tasks/{id}': item,
      '/projects/{project}/tasks': list,
    }
    expect(inferred({ ...projects, ...paths }).inferences.get('children')).toMatchObject({
      resource: { name: 'tasks' },
      scope: [{ parameter: 'project', property: ['projectId'], test: 'equals' }],
    })
  })

  test('a parent that no operation keeps is in no model', () => {
    const model = inferred({ '/teams/{team}/tasks': list, '/teams/{team}/tasks/{id}': item })
    const parent = model.inferences.get('child')?.resource.parent
    expect(parent?.parameters).toEqual(['team'])
    expect(model.resources.has(parent?.resource ?? '')).toBe(false)
  })
})

describe('what is not inferred', () => {
  const used = (paths: JsonObject) =>
    [...inferred(paths).inferences.values()].flatMap(({ operation, role, confidence }) =>
      confidence >= 0.5 ? [`${operation.id} ${role}`] : [],
    )
  test('DELETE on a collection deletes nothing, unless it says which', () => {
    const remove = { operationId: 'clear', responses: done }
    const paths = tasks(array(task))
    const collection = paths['/tasks']
    expect(used({ ...paths, '/tasks': { ...collection, delete: remove } })).not.toContain(
      'clear bulk-delete',
    )
    const named = { ...remove, parameters: [{ ...query('ids', array(number)), required: true }] }
    expect(used({ ...paths, '/tasks': { ...collection, delete: named } })).toContain(
      'clear bulk-delete',
    )
  })

  test('searches, counts and exports', () => {
    const found = used(
      tasks(array(task), {
        '/tasks/search': {
          post: {
            operationId: 'search',
            requestBody: takes(object({ q: text })),
            responses: gives(array(task)),
          },
        },
        '/tasks/count': {
          get: { operationId: 'count', responses: gives(object({ count: number })) },
        },
        '/search': { get: { operationId: 'all', responses: gives(array(task)) } },
      }),
    )
    expect(found.sort()).toEqual(['create create', 'list list', 'read read', 'remove delete'])
  })

  test('items that nothing lists or makes', () => {
    expect(
      used({ '/a/{id}': { get: { operationId: 'read', responses: gives(object({ id: text })) } } }),
    ).toEqual([])
  })

  test('DELETE whose words say that the item stays', () => {
    const paths = tasks(array(task))
    const remove = { operationId: 'stop', summary: 'Cancel a task', responses: done }
    const item = { ...paths['/tasks/{taskId}'], delete: remove }
    expect(used({ ...paths, '/tasks/{taskId}': item })).not.toContain('stop delete')
  })

  test('PUT without a body adds to a relation, and says nothing of a thing', () => {
    const member = object({ id: number, name: text })
    const put = { operationId: 'put', responses: done }
    const remove = { operationId: 'remove', responses: done }
    const list = { operationId: 'list', responses: gives(array(member)) }
    const relation = {
      '/teams/{team}/members': { get: list },
      '/teams/{team}/members/{id}': { put, delete: remove },
    }
    expect(used(relation)).toEqual(['list list', 'put upsert', 'remove delete'])
    const read = { operationId: 'read', responses: gives(member) }
    const thing = { '/members': { get: list }, '/members/{id}': { get: read, put, delete: remove } }
    expect(used(thing)).toEqual(['list list', 'read read', 'remove delete'])
  })

  test('an array that is set makes nothing new', () => {
    const many = (summary: string) => ({
      post: { operationId: 'many', summary, requestBody: takes(array(task)), responses: done },
    })
    expect(used(tasks(array(task), { '/tasks/bulk': many('Add tasks') }))).toContain(
      'many bulk-create',
    )
    expect(used(tasks(array(task), { '/tasks/bulk': many('Change tasks') }))).not.toContain(
      'many bulk-create',
    )
  })

  test('a view of the item below it', () => {
    const schemas = { Task: task }
    const ref = { $ref: '#/components/schemas/Task' }
    const view = {
      get: { operationId: 'view', responses: gives(ref) },
      put: { operationId: 'set', requestBody: takes(ref), responses: gives(ref) },
    }
    const paths = {
      '/tasks/{id}': { get: { operationId: 'read', responses: gives(ref) } },
      '/tasks': { get: { operationId: 'list', responses: gives(array(ref)) } },
      '/tasks/{id}/status': view,
    }
    expect([...inferred(paths, { schemas }).inferences.keys()].sort()).toEqual(['list', 'read'])
  })
})

describe('singletons', () => {
  const settings = object({ language: text, colour: text })
  const at = (...methods: readonly string[]) => {
    const ways = methods.map((method) => [
      method,
      {
        operationId: method,
        ...(method === 'get' || method === 'delete' ? {} : { requestBody: takes(settings) }),
        responses: method === 'delete' ? done : gives(settings),
      },
    ])
    const { inferences } = inferred({ '/settings': Object.fromEntries(ways) as JsonObject })
    return [...inferences.values()].map(
      ({ operation, role, resource }) => `${operation.id} ${role} ${String(resource.isSingleton)}`,
    )
  }
  test.each<[readonly string[], readonly string[]]>([
    [
      ['get', 'patch'],
      ['get read true', 'patch merge true'],
    ],
    [
      ['get', 'put'],
      ['get read true', 'put merge true'],
    ],
    [
      ['get', 'put', 'delete'],
      ['get read true', 'put upsert true', 'delete delete true'],
    ],
    [['get', 'delete'], ['get read true']],
  ])('%j', (methods, roles) => {
    expect(at(...methods)).toEqual(roles)
  })
})

test('records are found inside what a body is wrapped in', () => {
  const wrapped = object({ task })
  const { inferences } = inferred({
    '/tasks': {
      post: { operationId: 'create', requestBody: takes(wrapped), responses: gives(wrapped, 201) },
    },
    '/tasks/{id}': { get: { operationId: 'read', responses: gives(wrapped) } },
  })
  expect(inferences.get('create')).toMatchObject({
    request: { at: ['task'] },
    response: { at: ['task'], status: 201 },
  })
  expect(inferences.get('read')?.resource).toMatchObject({
    identity: { properties: [['id']] },
    representation: { at: ['task'] },
  })
})

test('nothing of a large document is compiled before it is looked at', () => {
  const paths = Object.fromEntries(
    Array.from({ length: 120 }, (_, index) =>
      Object.entries(tasks(array(task))).map(([path, item]) => [
        path.replace('tasks', `tasks${index}`),
        Object.fromEntries(
          Object.entries(item).map(([method, operation]) => [
            method,
            { ...operation, operationId: `${method}${path}${index}` },
          ]),
        ),
      ]),
    ).flat(),
  )
  const document = { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths }
  const contract = compileContract(sourceDocumentOf(document), 't')
  const model = inferResources(contract)
  expect(model.inferences.size).toBe(480)
  expect(contract.operations.filter(({ isCompiled }) => isCompiled)).toEqual([])
  expect(model.inferences.get('post/tasks7')?.request?.content.mediaType).toBe('application/json')
})
