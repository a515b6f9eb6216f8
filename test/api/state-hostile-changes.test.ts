import { type Stories, tellAll } from './support/story.js'

const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT/)
const unknown = '00000000-0000-4000-8000-000000000000'
const none = undefined

/** An object that has none of these members. */
const without = (...names: readonly string[]) =>
  expect.not.objectContaining(Object.fromEntries(names.map((name) => [name, expect.anything()])))

const merge = { send: { 'content-type': 'application/merge-patch+json' } }
const patch = { send: { 'content-type': 'application/json-patch+json' } }

const name = (text: string) => ({ name: text })
const title = (text: string) => ({ title: text })
const full = {
  name: 'A',
  slug: 'a',
  budget: 5,
  tags: ['x', 'y'],
  secret: 'hidden',
  owner: { name: 'Ada', mail: 'a@b.cc' },
}

const changes: Stories = {
  'what a new project has': [
    [
      'POST /projects',
      full,
      201,
      {
        ...{ id: uuid, name: 'A', slug: 'a', budget: 5, tags: ['x', 'y'], tagCount: 2 },
        ...{ status: 'draft', archived: false, owner: { name: 'Ada', mail: 'a@b.cc' } },
        ...{ createdAt: time, updatedAt: time },
      },
      { has: { location: '/projects/$1.id', etag: expect.stringMatching(/^"/) } },
    ],
    ['GET /projects/$1.id', none, 200, '$1', { has: { etag: '$1#etag' } }],
    ['GET /projects/$1.id', none, 200, without('secret', 'starredAt')],
    ['GET /projects', none, 200, { items: ['$1'], total: 1 }],
    ['POST /projects', {}, 422],
    ['POST /projects', { name: 'B', budget: -1 }, 422],
    ['GET /projects', none, 200, { total: 1 }],
  ],
  'a plain partial: members that are named, as a whole': [
    ['POST /projects', full, 201],
    ['PATCH /projects/$1.id', { tags: ['z'], owner: { name: 'Eve' } }, 200, { tags: ['z'] }],
    ['GET /projects/$1.id', none, 200, { ...{ name: 'A', budget: 5, tagCount: 1 }, slug: 'a' }],
    ['GET /projects/$1.id', none, 200, { owner: without('mail'), createdAt: '$1.createdAt' }],
    ['PATCH /projects/$1.id', { name: '' }, 422],
    ['PATCH /projects/$1.id', { budget: null }, 200, without('budget')],
    ['PATCH /projects/$1.id', [{ op: 'remove', path: '/budget' }], 422, none, patch],
    ['PATCH /projects/$1.id', {}, 200, { name: 'A' }],
  ],
  'a JSON merge patch: null removes, objects are merged': [
    ['POST /projects', full, 201],
    ['PATCH /projects/$1.id', { budget: null, owner: { mail: null } }, 200, none, merge],
    ['GET /projects/$1.id', none, 200, { owner: { name: 'Ada' }, tags: ['x', 'y'] }],
    ['GET /projects/$1.id', none, 200, without('budget')],
    ['GET /projects/$1.id', none, 200, { owner: without('mail') }],
    ['PATCH /projects/$1.id', { tags: [] }, 200, { tags: [], tagCount: 0 }, merge],
  ],
  'a JSON patch: all of it or nothing': [
    ['POST /projects', full, 201],
    [
      'PATCH /projects/$1.id',
      [
        { op: 'test', path: '/owner/name', value: 'Ada' },
        { op: 'add', path: '/tags/0', value: 'first' },
        { op: 'remove', path: '/budget' },
        { op: 'copy', from: '/name', path: '/owner/name' },
      ],
      200,
      { tags: ['first', 'x', 'y'], tagCount: 3, owner: { name: 'A', mail: 'a@b.cc' } },
      patch,
    ],
    ['GET /projects/$1.id', none, 200, without('budget')],
    [
      'PATCH /projects/$1.id',
      [
        { op: 'replace', path: '/name', value: 'B' },
        { op: 'test', path: '/slug', value: 'b' },
      ],
      409,
      none,
      patch,
    ],
    [
      'PATCH /projects/$1.id',
      [
        { op: 'replace', path: '/name', value: 'B' },
        { op: 'remove', path: '/nothing' },
      ],
      422,
      none,
      patch,
    ],
    ['GET /projects/$1.id', none, 200, { name: 'A' }],
  ],
  'a patch cannot make a project that the contract does not allow': [
    ['POST /projects', full, 201],
    ['PATCH /projects/$1.id', [{ op: 'remove', path: '/name' }], 422, none, patch],
    [
      'PATCH /projects/$1.id',
      [{ op: 'replace', path: '/budget', value: 'much' }],
      422,
      none,
      patch,
    ],
    ['GET /projects/$1.id', none, 200, { name: 'A', budget: 5 }],
  ],
  'neither identity nor what the server says itself is changed by a client': [
    ['POST /projects', full, 201],
    [
      'PATCH /projects/$1.id',
      [
        { op: 'replace', path: '/id', value: unknown },
        { op: 'replace', path: '/createdAt', value: '1999-01-01T00:00:00Z' },
      ],
      200,
      { id: '$1.id', createdAt: '$1.createdAt' },
      patch,
    ],
    [`GET /projects/${unknown}`, none, 404],
    ['GET /projects/$1.id', none, 200, { id: '$1.id' }],
  ],
  'PUT: 428 without If-Match, 412 with an old one, then all that it can say': [
    ['POST /projects', full, 201],
    ['POST /projects/$1.id/archive', none, 200, { archived: true }],
    ['PUT /projects/$1.id', name('B'), 428],
    ['PUT /projects/$1.id', name('B'), 412, none, { send: { 'if-match': '"no"' } }],
    ['GET /projects/$1.id', none, 200, name('A')],
    ['PUT /projects/$1.id', name('B'), 200, none, { send: { 'if-match': '$5#etag' } }],
    ['PUT /projects/$1.id', name('C'), 412, none, { send: { 'if-match': '$5#etag' } }],
    ['GET /projects/$1.id', none, 200, { name: 'B', archived: true, status: 'draft' }],
    ['GET /projects/$1.id', none, 200, without('slug', 'budget', 'owner', 'tags')],
    ['PUT /projects/$1.id', name('D'), 200, none, { send: { 'if-match': '*' } }],
    [`PUT /projects/${unknown}`, name('D'), 404],
  ],
  'If-None-Match: 304 until it changes': [
    ['POST /projects', full, 201],
    ['GET /projects/$1.id', none, 304, none, { send: { 'if-none-match': '$1#etag' } }],
    ['PATCH /projects/$1.id', { budget: 6 }, 200],
    ['GET /projects/$1.id', none, 200, { budget: 6 }, { send: { 'if-none-match': '$1#etag' } }],
    ['DELETE /projects/$1.id', none, 412, none, { send: { 'if-match': '$1#etag' } }],
    ['DELETE /projects/$1.id', none, 204, none, { send: { 'if-match': '$4#etag' } }],
    ['GET /projects/$1.id', none, 404],
  ],
  'a slug is taken once: on POST, PATCH and PUT': [
    ['POST /projects', { name: 'A', slug: 'a' }, 201],
    ['POST /projects', { name: 'B', slug: 'a' }, 409],
    ['POST /projects', { name: 'B', slug: 'b' }, 201],
    ['PATCH /projects/$3.id', { slug: 'a' }, 409],
    [
      'PUT /projects/$3.id',
      { name: 'B', slug: 'a' },
      409,
      none,
      { send: { 'if-match': '$3#etag' } },
    ],
    ['PATCH /projects/$3.id', { slug: 'b', name: 'C' }, 200],
    ['DELETE /projects/$1.id', none, 204],
    ['PATCH /projects/$3.id', { slug: 'a' }, 200, { slug: 'a', name: 'C' }],
  ],
  'HEAD tells as GET does': [
    ['POST /projects', full, 201],
    ['HEAD /projects/$1.id', none, 200],
    [`HEAD /projects/${unknown}`, none, 404],
    ['DELETE /projects/$1.id', none, 204],
    ['HEAD /projects/$1.id', none, 404],
  ],
  'actions: a flag and back, a status, a time, nothing, and something else': [
    ['POST /projects', full, 201],
    ['POST /projects/$1.id/archive', none, 200, { archived: true, name: 'A' }],
    ['POST /projects/$1.id/unarchive', none, 200, { archived: false }],
    ['POST /projects/$1.id/publish', none, 200, { status: 'published' }],
    ['PUT /projects/$1.id/close', none, 200, { status: 'closed' }],
    ['POST /projects/$1.id/star', none, 204],
    ['GET /projects/$1.id', none, 200, { starredAt: time, status: 'closed', archived: false }],
    ['POST /projects/$1.id/refresh', none, 200, '$7'],
    ['POST /projects/$1.id/ping', none, 200, none, { by: 'mock' }],
    ['GET /projects/$1.id', none, 200, '$7'],
    [`POST /projects/${unknown}/archive`, none, 404],
    [`POST /projects/${unknown}/star`, none, 404],
  ],
  'three levels: each below its own, and gone with what they lie below': [
    ['POST /projects', name('A'), 201],
    ['POST /projects', name('B'), 201],
    [
      'POST /projects/$1.id/boards',
      title('One'),
      201,
      { id: 1, projectId: '$1.id' },
      { has: { location: '/projects/$1.id/boards/1' } },
    ],
    ['POST /projects/$2.id/boards', title('Other'), 201, { id: 1, projectId: '$2.id' }],
    ['POST /projects/$1.id/boards/1/cards', title('Card'), 201, { id: 1, boardId: 1 }],
    ['POST /projects/$1.id/boards/1/cards', title('Next'), 201, { id: 2, boardId: 1 }],
    ['GET /projects/$2.id/boards/1/cards', none, 200, []],
    ['GET /projects/$2.id/boards/1/cards/1', none, 404],
    ['POST /projects/$2.id/boards/2/cards', title('x'), 404],
    [`GET /projects/${unknown}/boards/1/cards`, none, 404],
    ['DELETE /projects/$1.id/boards/1/cards/1', none, 200, { id: 1, title: 'Card' }],
    ['GET /projects/$1.id/boards/1/cards', none, 200, [{ id: 2, title: 'Next' }]],
    ['POST /projects/$1.id/boards/1/cards', title('Third'), 201, { id: 3 }],
    ['DELETE /projects/$1.id', none, 204],
    ['GET /projects/$1.id/boards/1', none, 404],
    ['GET /projects/$1.id/boards/1/cards/2', none, 404],
    ['GET /projects/$2.id/boards', none, 200, [{ title: 'Other' }]],
    ['DELETE /projects/$2.id/boards/1', none, 204],
    ['GET /projects/$2.id/boards/1/cards', none, 404],
    ['POST /projects/$2.id/boards', title('New'), 201, { id: 2 }],
    ['GET /projects/$2.id/boards/2/cards', none, 200, []],
  ],
  'PUT makes under the name that the client chose, and replaces': [
    ['POST /projects', name('A'), 201],
    ['GET /projects/$1.id/variables/HOME', none, 404],
    ['PUT /projects/$1.id/variables/HOME', { value: '/a' }, 201, { key: 'HOME', value: '/a' }],
    ['PUT /projects/$1.id/variables/HOME', { value: '/b' }, 200, { key: 'HOME', value: '/b' }],
    ['PUT /projects/$1.id/variables/a%2Fb', { value: 'c', note: 'x' }, 201, { note: 'x' }],
    ['PUT /projects/$1.id/variables/a%2Fb', { value: 'c' }, 200, without('note')],
    ['GET /projects/$1.id/variables', none, 200, [{ value: '/b' }, { key: 'a/b' }]],
    ['PUT /projects/$1.id/variables/HOME', {}, 422],
    [`PUT /projects/${unknown}/variables/HOME`, { value: 'x' }, 404],
    ['DELETE /projects/$1.id/variables/HOME', none, 204],
    ['GET /projects/$1.id/variables/HOME', none, 404],
    ['GET /projects/$1.id/variables', none, 200, [{ key: 'a/b' }]],
  ],
  'a flat list of children': [
    ['POST /projects', name('A'), 201],
    ['POST /projects', name('B'), 201],
    ['POST /remarks', { projectId: '$1.id', text: 'One' }, 201, { id: 1 }],
    ['POST /remarks', { projectId: '$2.id', text: 'Two' }, 201, { id: 2 }],
    ['GET /remarks', none, 200, [{ id: 1 }, { id: 2 }]],
    ['GET /remarks?projectId=$2.id', none, 200, [{ text: 'Two' }]],
    [`GET /remarks?projectId=${unknown}`, none, 200, []],
    ['POST /remarks', { projectId: unknown, text: 'Lost' }, 422],
    ['DELETE /projects/$1.id', none, 204],
    ['GET /remarks', none, 200, [{ id: 2 }]],
    ['GET /remarks/1', none, 404],
  ],
  'what has things below it is not deleted where 409 is documented': [
    ['POST /categories', title('Tea'), 201, { id: 1 }],
    ['POST /categories/1/products', title('Green'), 201, { id: 1 }],
    ['DELETE /categories/1', none, 409],
    ['GET /categories/1/products', none, 200, [{ title: 'Green' }]],
    ['DELETE /categories/1/products/1', none, 204],
    ['DELETE /categories/1', none, 204],
    ['GET /categories', none, 200, []],
  ],
  'several at once': [
    [
      'POST /tags/bulk',
      [name('x'), name('y'), name('z')],
      201,
      [{ id: 1, name: 'x' }, { id: 2 }, { id: 3 }],
    ],
    ['POST /tags/bulk', [name('u'), {}], 422],
    ['DELETE /tags?ids=1,3,99', none, 204],
    ['GET /tags', none, 200, [{ id: 2, name: 'y' }]],
    ['DELETE /tags', none, 422],
    ['GET /tags/1', none, 404],
    ['GET /tags/2', none, 200, { name: 'y' }],
  ],
  'taken now, done later': [
    ['POST /exports', title('All'), 202, { id: 1, title: 'All', status: 'running' }],
    ['GET /exports/1', none, 200, { status: 'running' }],
    ['DELETE /exports/1', none, 202, none, { by: 'mock' }],
    ['GET /exports/1', none, 200, { title: 'All' }],
  ],
  'traps: what only looks like a change': [
    ['POST /projects', name('A'), 201],
    ['POST /remarks', { projectId: '$1.id', text: 'One' }, 201],
    ['POST /projects/search', name('A'), 200, none, { by: 'mock' }],
    ['DELETE /remarks', none, 204, none, { by: 'mock' }],
    ['POST /remarks/reset', none, 204, none, { by: 'mock' }],
    ['GET /remarks', none, 200, [{ text: 'One' }]],
    ['GET /projects', none, 200, { total: 1 }],
    ['PATCH /projects/search', name('B'), 422],
  ],
}

describe('changes', () => tellAll('test/fixtures/state/hostile-changes.yaml', changes))

const first: Stories = {
  'all examples are first contents, and made-up ones complete them to five': [
    ['GET /tags/11', none, 200, { id: 11, name: 'red' }],
    ['GET /tags/12', none, 200, { id: 12, name: 'green' }],
    ['GET /tags', none, 200, [{ id: 11 }, { id: 12 }, {}, {}, {}]],
    ['POST /tags/bulk', [name('x')], 201, [{ id: 13 }]],
  ],
  'made-up records of children say whose they are': [
    ['GET /projects', none, 200, { total: 5 }],
    [
      'GET /projects/$1.items.0.id/boards',
      none,
      200,
      Array.from({ length: 5 }, () => ({ projectId: '$1.items.0.id' })),
    ],
    [
      'GET /projects/$1.items.0.id/boards/$2.1.id/cards',
      none,
      200,
      Array.from({ length: 5 }, () => ({ boardId: '$2.1.id' })),
    ],
    ['POST /projects', name('Mine'), 201],
    ['GET /projects/$4.id/boards', none, 200, []],
    ['GET /projects?page=2&size=4', none, 200, { items: [{}, { name: 'Mine' }], total: 6 }],
  ],
}

describe('first contents', () => tellAll('test/fixtures/state/hostile-changes.yaml', first, {}))
