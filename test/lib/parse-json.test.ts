import { parseJson } from '../../src/lib/parse-json.js'

const values: readonly (readonly [string, unknown])[] = [
  ['1', 1],
  ['null', null],
  ['"["', '['],
  ['"\\"[[["', '"[[['],
  ['{"a":[{"b":null}]}', { a: [{ b: null }] }],
  [' \n[1 , 2]\t', [1, 2]],
  ['"\\u005f_proto__"', '__proto__'],
  ['{"a":"__proto__ constructor"}', { a: '__proto__ constructor' }],
  ['{"prototype":1,"toString":2}', { prototype: 1, toString: 2 }],
  ['{"a":1,"a":2}', { a: 2 }],
]

test.each(values)('%s is read', (text, value) => {
  expect(parseJson(text)).toEqual({ value })
})

test.each([
  '',
  '{',
  '{"a":1,}',
  '[1,]',
  "{'a':1}",
  'NaN',
  'undefined',
  '01',
  '+1',
  '1 2',
  '"\n"',
  ']',
])('%j is malformed', (text) => {
  expect(parseJson(text)).toMatchObject({
    fault: { kind: 'malformed', reason: expect.any(String) as string },
  })
})

describe('depth', () => {
  const nest = (depth: number, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth)

  test('64 levels, of one kind or mixed', () => {
    expect(parseJson(nest(64))).toHaveProperty('value')
    expect(parseJson(`${'[{"a":'.repeat(32)}1${'}]'.repeat(32)}`)).toHaveProperty('value')
  })

  const deep: readonly (readonly [string, string])[] = [
    ['65', nest(65)],
    ['65 mixed', `${'[{"a":'.repeat(32)}[]${'}]'.repeat(32)}`],
    ['200,000', nest(200_000)],
    ['200,000 and no end', '['.repeat(200_000)],
    ['200,000 objects', '{"a":'.repeat(200_000)],
  ]

  test.each(deep)('%s levels are too many', (_, text) => {
    expect(parseJson(text)).toEqual({ fault: { kind: 'too-deep' } })
  })

  test('a long list is not deep', () => {
    expect(parseJson(`[${'[],'.repeat(50_000)}[]]`)).toHaveProperty('value')
  })
})

const forbidden: readonly (readonly [string, string])[] = [
  ['{"__proto__":1}', '__proto__'],
  ['{"constructor":1}', 'constructor'],
  ['[[{"a":{"__proto__":null}}]]', '__proto__'],
  ['{"\\u005f_proto_\\u005f":1}', '__proto__'],
  ['{"\\u005F\\u005Fproto\\u005F\\u005F":1}', '__proto__'],
  ['{"c\\u006fnstructor":1}', 'constructor'],
]

test.each(forbidden)('%s has a forbidden key', (text, key) => {
  expect(parseJson(text)).toEqual({ fault: { kind: 'forbidden-key', key } })
})
