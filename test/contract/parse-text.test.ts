import { readSourceDocument } from '../../src/contract/source-document.js'
import { nonsense } from './nonsense.js'
import { budget } from '../support/budget.js'

test.each(nonsense(200_000))('%s are refused at once', async (_, text) => {
  const started = performance.now()
  await expect(readSourceDocument(text, 'a.yaml')).rejects.toMatchObject({
    code: expect.stringMatching(/^contract-(malformed|invalid)$/) as string,
  })
  expect(performance.now() - started).toBeLessThan(budget(1000))
})

const anchored = (keys: number): string =>
  `a: &a {${Array.from({ length: keys }, (_, n) => `k${n}: 1`).join()}}\n`

test.each([
  [
    'aliases',
    Array.from(
      { length: 9 },
      (_, n) => `a${n}: &a${n} [${(n ? `*a${n - 1},` : 'x,').repeat(9)}]`,
    ).join('\n'),
  ],
  ['merge keys', `${anchored(3000)}b:\n  <<: [${'*a, '.repeat(90)}]\n`],
  ['a circle', 'a: &a {b: [*a]}\n'],
  ['many aliases', `${anchored(1)}b: [${'*a,'.repeat(30_000)}]`],
])('a bomb of %s is refused', async (_, text) => {
  const started = performance.now()
  await expect(readSourceDocument(text)).rejects.toMatchObject({ code: 'contract-malformed' })
  expect(performance.now() - started).toBeLessThan(budget(1000))
})

test('a large document is read, JSON and YAML alike, and its last line is found', async () => {
  const paths = Array.from(
    { length: 5000 },
    (_, n) =>
      `  /things/${n}:\n    get:\n      summary: "Thing ${n}"\n      responses:\n        200:\n          description: OK\n`,
  )
  const { document, place } = await readSourceDocument(`openapi: 3.1.0\npaths:\n${paths.join('')}`)
  expect(place('/paths/~1things~14999/get/responses/200/description')).toMatchObject({
    line: 2 + 5000 * 6,
    column: 24,
  })
  const json = await readSourceDocument(JSON.stringify(document, null, 1))
  expect(json.document).toEqual(document)
  expect(json.place('/paths/~1things~14999/get/responses/200/description')).toMatchObject({
    line: 5000 * 10 - 1,
    column: 22,
  })
})

const placesOf = async (text: string, pointers: readonly string[]) => {
  const { place } = await readSourceDocument(text)
  return pointers.map((pointer) => {
    const { line, column } = place(pointer)
    return `${line}:${column}`
  })
}

test('places in YAML: quotes, lists, aliases, what is not there', async () => {
  const text = 'a: &a\n  - x\n  - "y"\nb: *a\nc: {d: {e: 1}, f: [1, \'2\']}\ng:\nh: |\n  text\n'
  const pointers = [
    '',
    '/a/1',
    '/b/0',
    '/c/d/e',
    '/c/d/none/x',
    '/c/f/1',
    '/c/f/9',
    '/g',
    '/nowhere',
  ]
  expect(await placesOf(text, pointers)).toEqual([
    '1:1',
    '3:5',
    '2:5',
    '5:12',
    '5:8',
    '5:23',
    '5:19',
    '6:1',
    '1:1',
  ])
})

test('places in JSON: strings with brackets and escapes, both line ends', async () => {
  const text = '{\r\n "a{[": [1, {"b\\"/": "}]\\\\"}],\r\n "c": {"d": null, "": 2}\r\n}'
  const pointers = ['', '/a{[/0', '/a{[/1/b"~1', '/c/d', '/c/', '/c/e', '/a{[/7']
  expect(await placesOf(text, pointers)).toEqual([
    '1:1',
    '2:10',
    '2:22',
    '3:13',
    '3:23',
    '3:7',
    '2:9',
  ])
})

test('a key that is there twice: the last counts, and its place is told', async () => {
  const { document, faults } = await readSourceDocument(
    'a: {b: 1, c: 2, b: 3}\nd:\n  - x: 1\n    y: {z: 1}\n    "x": 2\nd2: 1\n',
    'a.yaml',
  )
  expect(document).toEqual({ a: { b: 3, c: 2 }, d: [{ x: 2, y: { z: 1 } }], d2: 1 })
  expect(faults.map(({ code, place }) => [code, place])).toEqual([
    ['contract-malformed', { file: 'a.yaml', line: 1, column: 17, pointer: '/a/b' }],
    ['contract-malformed', { file: 'a.yaml', line: 5, column: 5, pointer: '/d/0/x' }],
  ])
})

test('of several YAML documents the first is read, and the second is told', async () => {
  const { document, faults } = await readSourceDocument('%YAML 1.2\n---\na: 1\n---\nb: 2\n')
  expect(document).toEqual({ a: 1 })
  expect(faults.map(({ place }) => place)).toEqual([{ line: 5, column: 1 }])
  expect((await readSourceDocument('---\na: 1\n...\n---\n')).faults).toEqual([])
})

test('values as OpenAPI means them', async () => {
  const text = `\uFEFF200: ok\r\n1: a\t \r\ndate: 2020-01-01\r\ntime: 2020-01-01T00:00:00Z\r\nyes: no\r\nnull: ~\r\noctal: 0o14\r\nref: !Ref Bucket\r\njoin: !Join [a, !Sub b]\r\nbase: &b {x: 1, y: 1}\r\nmerged: {<<: *b, y: 2}\r\nbin: !!binary aGk=\r\n`
  expect((await readSourceDocument(text)).document).toEqual({
    200: 'ok',
    1: 'a',
    date: '2020-01-01',
    time: '2020-01-01T00:00:00Z',
    yes: 'no',
    null: null,
    octal: 12,
    ref: 'Bucket',
    join: ['a', 'b'],
    base: { x: 1, y: 1 },
    merged: { x: 1, y: 2 },
    bin: 'aGk=',
  })
})
