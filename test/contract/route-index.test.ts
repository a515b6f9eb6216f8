import { createRouteIndex, templateNames } from '../../src/contract/route-index.js'

const indexOf = (templates: readonly string[]) =>
  createRouteIndex(templates.map((template) => ({ template, entry: template })))

/** Every order of a short list. */
const orders = <T>(list: readonly T[]): T[][] =>
  list.length < 2
    ? [[...list]]
    : list.flatMap((one, at) =>
        orders([...list.slice(0, at), ...list.slice(at + 1)]).map((rest) => [one, ...rest]),
      )

const templates = ['/users/me', '/users/{id}', '/{kind}/me', '/users/{id}.json', '/users/{id}:run']

const precedence: readonly (readonly [path: string, entry: string, values: string[]])[] = [
  ['/users/me', '/users/me', []],
  ['/users/7', '/users/{id}', ['7']],
  ['/pets/me', '/{kind}/me', ['pets']],
  ['/users/7.json', '/users/{id}.json', ['7']],
  ['/users/7:run', '/users/{id}:run', ['7']],
  ['/users/me.json', '/users/{id}.json', ['me']],
  ['/users/me/', '/users/me', []],
]

describe.each(orders(templates).map((order) => [order.join(' '), order] as const))(
  '%s',
  (_, order) => {
    test('literal before template, longer literal text before shorter, in any order', () => {
      const index = indexOf(order)
      for (const [path, entry, values] of precedence)
        expect([path, index.match(path)]).toEqual([path, { entry, values }])
    })
  },
)

const rows: readonly (readonly [template: string, path: string, values: string[] | undefined])[] = [
  ['/a', '/a', []],
  ['/a', '/a/', []],
  ['/a', '/a//', undefined],
  ['/a', '/A', undefined],
  ['/a', '/a/b', undefined],
  ['/a', '/', undefined],
  ['/', '/', []],
  ['/a/', '/a/', []],
  ['/a/', '/a', undefined],
  ['/a b', '/a%20b', []],
  ['/a', '/%61', []],
  ['/a/{x}', '/a/1', ['1']],
  ['/a/{x}', '/a/', undefined],
  ['/a/{x}', '/a//', undefined],
  ['/a/{x}', '/a/1/', ['1']],
  ['/a/{x}', '/a/1%2F2', ['1/2']],
  ['/a/{x}', '/a/%E2%82%AC', ['€']],
  ['/a/{x}', '/a/%00', ['\u0000']],
  ['/a/{x}', '/a/+', ['+']],
  ['/a/{x}', '/a/a%0Ab', ['a\nb']],
  ['/a/{x}', '/a/{x}', ['{x}']],
  ['/a/{x}/b/{y}', '/a/1/b/2', ['1', '2']],
  ['/a/{x}/b/{y}', '/a/1/c/2', undefined],
  ['/{a}.{b}', '/x.y', ['x', 'y']],
  ['/{a}.{b}', '/x.y.z', ['x.y', 'z']],
  ['/{a}{b}', '/name.json', ['name', '.json']],
  ['/{a}{b}', '/a.b.json', ['a.b', '.json']],
  ['/{a}{b}', '/xyz', ['x', 'yz']],
  ['/{a}.{b}', '/x', undefined],
  ['/f(a={a},b={b})', '/f(a=1,b=2)', ['1', '2']],
  ['/v{n}', '/v1', ['1']],
  ['/v{n}', '/v', undefined],
  ['/v{n}', '/w1', undefined],
  ['/a.b/{x}', '/aXb/1', undefined],
  ['/{x}.c', '/aXc', undefined],
  ['/{x}-{x}', '/1-2', ['1', '2']],
]

test.each(rows)('%s and %s', (template, path, values) => {
  const match = indexOf([template]).match(path)
  expect(match).toEqual(values && { entry: template, values })
})

test('a dead end behind a literal leads back to the template', () => {
  const index = indexOf(['/a/b/c', '/{x}/b/d', '/a/{y}/e'])
  expect(index.match('/a/b/d')).toEqual({ entry: '/{x}/b/d', values: ['a'] })
  expect(index.match('/a/b/e')).toEqual({ entry: '/a/{y}/e', values: ['b'] })
  expect(index.match('/a/b/f')).toBeUndefined()
})

test.each(['/a/%', '/a/%zz', '/a/%C0%AF', '/a/%FF'])('%s is not percent-encoded UTF-8', (path) => {
  expect(() => indexOf(['/a/{x}']).match(path)).toThrow(URIError)
})

test('of two templates of one shape the first counts that fits', () => {
  const index = indexOf(['/a/{x}', '/a/{y}', '/a/b'])
  expect(index.match('/a/1')?.entry).toBe('/a/{x}')
  expect(index.match('/a/1', (entry) => entry.includes('y'))?.entry).toBe('/a/{y}')
  expect(index.match('/a/b/', (entry) => entry.includes('{'))).toEqual({
    entry: '/a/{x}',
    values: ['b'],
  })
  expect(index.match('/a/b', () => false)).toBeUndefined()
})

test('names like those of every object are names', () => {
  const index = indexOf(['/constructor', '/__proto__/{toString}'])
  expect(index.match('/constructor')?.entry).toBe('/constructor')
  expect(index.match('/__proto__/1')?.values).toEqual(['1'])
  expect(index.match('/toString')).toBeUndefined()
})

test('names in their order', () => {
  expect(templateNames('/a/{x}/{y}.{z}')).toEqual(['x', 'y', 'z'])
  expect(templateNames('/a')).toEqual([])
})
