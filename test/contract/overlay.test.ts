import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { compileContract } from '../../src/contract/compile.js'
import { loadDocument } from '../../src/contract/load.js'
import type { SetupError } from '../../src/errors.js'
import { valueAt } from '../../src/lib/json-pointer.js'

let folder = ''
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'openapi-sandbox-overlay-'))))
afterAll(() => rm(folder, { recursive: true }))

const file = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name)
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, text)
  return path
}

const api = `openapi: 3.1.0
info: { title: Pets, version: "1", description: old }
tags: [{ name: a }, { name: b }, { name: c }]
paths:
  /pets:
    get:
      summary: Pets
      parameters: [{ name: dummy, in: query }, { name: size, in: query }]
      responses: { 200: { description: OK } }
    post: { x-internal: true, responses: { 201: { description: Made } } }
  /toys: { get: &toys { responses: { 200: { description: OK } } } }
  /games: { get: *toys }
`

/** The document with actions applied, or the fault that they have. */
const applied = async (actions: string, version = '1.0.0') => {
  const head = `overlay: ${version}\ninfo: { title: T, version: "1" }\n`
  const overlay = await file('o.yaml', `${head}actions:\n${actions}\n`)
  const contract = await file('api.yaml', api)
  try {
    return { source: await loadDocument(contract, { overlay: [overlay] }), fault: undefined }
  } catch (fault) {
    return { source: undefined, fault: fault as SetupError }
  }
}

/** What a JSON pointer leads to once actions are applied. */
const after = async (actions: string, pointer: string, version?: string): Promise<unknown> => {
  const { source, fault } = await applied(actions, version)
  if (fault) throw fault
  return valueAt(source?.document, pointer)
}

describe('actions', () => {
  test.each<readonly [what: string, actions: string, pointer: string, result: unknown]>([
    [
      'update merges into an object',
      '- { target: $.info, update: { description: new, x-a: { b: 1 } } }',
      '/info',
      { title: 'Pets', version: '1', description: 'new', 'x-a': { b: 1 } },
    ],
    [
      'update goes as deep as it says',
      '- { target: $, update: { paths: { /pets: { get: { summary: All } } } } }',
      '/paths/~1pets/get/summary',
      'All',
    ],
    [
      'update of an array appends one item',
      '- { target: $.tags, update: { name: d } }',
      '/tags',
      [{ name: 'a' }, { name: 'b' }, { name: 'c' }, { name: 'd' }],
    ],
    [
      'an array inside an update is concatenated',
      '- target: "$.paths[\'/pets\'].get"\n  update: { parameters: [{ name: top, in: query }] }',
      '/paths/~1pets/get/parameters/2',
      { name: 'top', in: 'query' },
    ],
    [
      'what is of another kind is replaced',
      '- { target: $.info, update: { title: [a, b] } }',
      '/info/title',
      ['a', 'b'],
    ],
    [
      'a query may select many',
      '- { target: $.paths.*.get, update: { x-safe: true } }',
      '/paths/~1games/get/x-safe',
      true,
    ],
    [
      'a filter selects',
      '- { target: "$.paths.*.get.parameters[?@.name==\'dummy\']", remove: true }',
      '/paths/~1pets/get/parameters',
      [{ name: 'size', in: 'query' }],
    ],
    [
      'several items are removed at once',
      "- { target: '$.tags[0,2]', remove: true }",
      '/tags',
      [{ name: 'b' }],
    ],
    ['nested selections are removed', '- { target: $..get, remove: true }', '/paths/~1toys', {}],
    [
      'remove wins over update',
      '- { target: $.info.description, update: { a: 1 }, remove: true }',
      '/info',
      { title: 'Pets', version: '1' },
    ],
    [
      'each acts on what the one before has left',
      '- { target: $.tags, remove: true }\n- { target: $, update: { tags: [{ name: z }] } }',
      '/tags',
      [{ name: 'z' }],
    ],
    [
      'an alias stands for itself in each place',
      '- { target: "$.paths[\'/toys\'].get", update: { summary: Toys } }',
      '/paths/~1games/get/summary',
      undefined,
    ],
    ['an action may do nothing', '- { target: $.info, description: later }', '/info/title', 'Pets'],
    [
      '__proto__ is a name',
      '- { target: $.info, update: { __proto__: { polluted: 1 } } }',
      '/info/polluted',
      undefined,
    ],
  ])('%s', async (_, actions, pointer, result) => {
    expect(await after(actions, pointer)).toEqual(result)
  })

  test('from 1.1 on there are copies, and scalars may be targets', async () => {
    const copy = '- { target: "$.paths[\'/toys\'].get", copy: "$.paths[\'/pets\'].get" }'
    expect(await after(copy, '/paths/~1toys/get/summary', '1.1.0')).toBe('Pets')
    const scalar = '- { target: $.info.title, update: Cats }'
    expect(await after(scalar, '/info/title', '1.1.0')).toBe('Cats')
  })
})

describe('an overlay that cannot be applied says where', () => {
  test.each<readonly [actions: string, line: number, column: number, reason: RegExp]>([
    ['- { target: "$.paths[", update: {} }', 4, 13, /no JSONPath query/],
    ['- { target: "$.info.title", update: x }', 4, 3, /selects "Pets", which nothing/],
    ['- { target: $.info, update: x }', 4, 3, /the update is none/],
    ['- { target: $, remove: true }', 4, 3, /the whole document/],
    ['- { target: 1 }', 4, 13, /no JSONPath query/],
    ['- { update: {} }', 4, 3, /no target/],
    ['- { target: $.info, remove: yes please }', 4, 29, /neither true nor false/],
    ['- { target: $.info, updates: {} }', 4, 30, /updates is no member/],
    ['- nothing', 4, 3, /An action is an object/],
    ['- { target: $.info, copy: $.tags.* }', 4, 27, /several values/],
    ['- { target: $.info, update: { a: }', 5, 1, /./],
  ])('%s', async (actions, line, column, reason) => {
    const { fault } = await applied(actions)
    expect(fault).toMatchObject({ code: 'overlay-invalid', place: { line, column } })
    expect(fault?.place.file).toMatch(/o\.yaml$/)
    expect(fault?.message).toMatch(reason)
  })

  test.each([
    ['overlay: 2.0.0', /2.0.0 is not 1.0 or 1.1/],
    ['openapi: 3.0.0', /does not say overlay/],
    ['[]', /An overlay is an object/],
    ['overlay: 1.0.0\nactions: []', /no list of actions/],
    ["overlay: 1.0.0\nextends: 'http://['\nactions: [{ target: $ }]", /extends is no URL/],
  ])('%s', async (text, reason) => {
    const overlay = await file('wrong.yaml', text)
    const contract = await file('api.yaml', api)
    await expect(loadDocument(contract, { overlay: [overlay] })).rejects.toMatchObject({
      code: 'overlay-invalid',
      message: expect.stringMatching(reason) as string,
    })
  })

  test('one that is not there', async () => {
    const contract = await file('api.yaml', api)
    const missing = join(folder, 'none.yaml')
    await expect(loadDocument(contract, { overlay: [missing] })).rejects.toMatchObject({
      code: 'overlay-invalid',
      place: { file: missing },
    })
  })
})

describe('places', () => {
  const placed = async (actions: string, pointer: string) => {
    const { source } = await applied(actions)
    const { file: name = '', line } = source?.place(pointer) ?? {}
    return [relative(folder, name), line]
  }

  test.each<readonly [actions: string, pointer: string, name: string, line: number]>([
    ['- { target: $.info, update: { x-a: 1 } }', '/info/x-a', 'o.yaml', 4],
    ['- { target: $.info, update: { x-a: 1 } }', '/info/title', 'api.yaml', 2],
    ['- target: $.info\n  update:\n    x-a:\n      b: 1', '/info/x-a/b', 'o.yaml', 7],
    ['- target: $.tags\n  update: { name: d }', '/tags/3/name', 'o.yaml', 5],
    ["- { target: '$.tags[0]', remove: true }", '/tags/1', 'api.yaml', 3],
    ['- { target: $.paths.*.get, update: { x-a: 1 } }', '/paths/~1games/get/x-a', 'o.yaml', 4],
    [
      '- { target: $, update: { xa: { b: 1 } } }\n- { target: $.xa, update: { c: 1 } }',
      '/xa/c',
      'o.yaml',
      5,
    ],
  ])('%s: %s', async (actions, pointer, name, line) => {
    expect(await placed(actions, pointer)).toEqual([name, line])
  })

  test('items keep theirs when others are removed before them', async () => {
    const many =
      'openapi: 3.1.0\ninfo: { title: T, version: "1" }\npaths: {}\ntags:\n  - name: a\n  - name: b\n  - name: c\n'
    const contract = await file('many.yaml', many)
    const overlay = await file(
      'o.yaml',
      "overlay: 1.0.0\ninfo: { title: T, version: '1' }\nactions: [{ target: '$.tags[0]', remove: true }]",
    )
    const { place } = await loadDocument(contract, { overlay: [overlay] })
    expect([place('/tags/0').line, place('/tags/1/name').line]).toEqual([6, 7])
  })

  test('a diagnostic of what an overlay says names the overlay', async () => {
    const { source } = await applied(
      "- target: $.paths['/toys'].get.responses['200']\n  update: { content: { text/plain: { schema: { type: strange } } } }",
    )
    if (!source) throw new TypeError('it was not applied')
    const contract = compileContract(source, 't')
    const steps = contract.diagnose({ holds: () => true, isThorough: true })
    while (steps.next().done !== true);
    const [fault] = contract.faults.filter(({ code }) => code === 'contract-schema')
    expect(fault?.place).toMatchObject({ line: 5, file: join(folder, 'o.yaml') })
  })
})

describe('an action that selects nothing', () => {
  test('is a warning with its place; the rest is applied', async () => {
    const { source } = await applied(
      '- { target: $.none, remove: true }\n- { target: $.info, update: { title: New } }',
    )
    if (!source) throw new TypeError('it was not applied')
    const { faults, title } = compileContract(source, 't')
    expect(title).toBe('New')
    expect(faults).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 'overlay-target',
        place: expect.objectContaining({ line: 4, column: 13 }) as object,
      }),
    ])
  })
})

describe('extends', () => {
  const overlayFor = (name: string, title: string, extended: string) =>
    file(
      name,
      `overlay: 1.0.0\ninfo: { title: T, version: "1" }\nextends: ${extended}\nactions: [{ target: $.info, update: { title: ${title} } }]`,
    )

  test('the document that it names, and no other of those that are there', async () => {
    const [one, two] = [await file('one.yaml', api), await file('two.yaml', api)]
    const overlay = [await overlayFor('sub/o.yaml', 'One', '../one.yaml')]
    const among = [one, two]
    const titled = async (name: string) => {
      const { document, faults } = await loadDocument(name, { overlay, among })
      return [valueAt(document, '/info/title'), faults.length]
    }
    expect(await titled(one)).toEqual(['One', 0])
    expect(await titled(two)).toEqual(['Pets', 0])
  })

  test('one that is not there may be what this is a copy of: applied, and told', async () => {
    const one = await file('one.yaml', api)
    const overlay = [await overlayFor('o2.yaml', 'Copy', 'https://example.com/api.yaml')]
    const { document, faults } = await loadDocument(one, { overlay, among: [one] })
    expect(valueAt(document, '/info/title')).toBe('Copy')
    expect(faults).toMatchObject([{ code: 'overlay-target', place: { line: 3 } }])
  })
})

test('references of an overlay are those of the document', async () => {
  await file('part.yaml', 'type: integer')
  const overlay = await file(
    'sub/ref.yaml',
    `overlay: 1.0.0\ninfo: { title: T, version: "1" }\nactions: [{ target: $, update: { components: { schemas: { Id: { $ref: ./part.yaml } } } } }]`,
  )
  const { document } = await loadDocument(await file('api.yaml', api), { overlay: [overlay] })
  expect(valueAt(document, '/components/schemas/Id')).toEqual({
    $ref: expect.stringContaining('#/x-files') as string,
  })
})

test('Swagger 2.0 is changed as it is written', async () => {
  const swagger = await file(
    'swagger.yaml',
    'swagger: "2.0"\ninfo: { title: T, version: "1" }\npaths: { /a: { get: { responses: { 200: { description: OK } } } } }',
  )
  const overlay = await file(
    'o.yaml',
    'overlay: 1.0.0\ninfo: { title: T, version: "1" }\nactions: [{ target: "$.paths[\'/a\'].get.responses[\'200\']", update: { schema: { type: integer } } }]',
  )
  const { document } = await loadDocument(swagger, { overlay: [overlay] })
  const responses = valueAt(document, '/paths/~1a/get/responses/200/content')
  expect(JSON.stringify(responses)).toContain('"type":"integer"')
})
