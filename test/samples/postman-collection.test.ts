import { isObject, type JsonObject } from '../../src/lib/json-object.js'
import { postmanCollection } from '../../src/samples/postman-collection.js'
import { loaded } from './judge-sample.js'

const base = 'http://localhost:4010/_mock/apis/authentication/openapi/'

interface Item extends JsonObject {
  readonly name: string
  readonly item?: readonly Item[]
  readonly request?: JsonObject
}

const collectionOf = async (file?: string | object) => {
  const contract = await loaded(file)
  const collection = (await postmanCollection(contract, base)) as JsonObject & {
    readonly item: readonly Item[]
    readonly variable: readonly { readonly key: string; readonly value: string }[]
  }
  return { contract, collection }
}

const requestsIn = (items: readonly Item[]): readonly Item[] =>
  items.flatMap((item) => (item.item ? requestsIn(item.item) : [item]))

const modes = { raw: 'string', urlencoded: 'list', formdata: 'list', file: 'object' } as const

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'list' : typeof value)

/** Where an item breaks the rules of the collection format 2.1.0 that its readers depend on. */
const flawsOf = ({ name, request, response }: Item): readonly string[] => {
  const flaws: string[] = []
  const expect = (holds: boolean, what: string) => holds || flaws.push(`${name}: ${what}`)
  const isPairs = (list: unknown): boolean =>
    Array.isArray(list) && list.every((one) => isObject(one) && typeof one['key'] === 'string')
  expect(typeof name === 'string' && name !== '', 'has a name')
  expect(Array.isArray(response), 'has a list of responses')
  if (!isObject(request)) return [...flaws, `${name}: has a request`]
  const { method, header, url, body, auth } = request as Record<string, JsonObject>
  expect(/^[A-Z]+$/.test(String(method)), 'has a method')
  expect(isPairs(header), 'has headers')
  const { raw, host, path, query, variable = [] } = url as JsonObject
  expect(String(raw).startsWith('{{baseUrl}}/'), 'has a URL below the variable')
  expect(JSON.stringify(host) === '["{{baseUrl}}"]', 'has a host')
  expect(isPairs(query) && isPairs(variable), 'has pairs in query and path')
  const names = (variable as { key: string }[]).map(({ key }) => `:${key}`)
  const used = (path as string[]).filter((segment) => segment.startsWith(':'))
  expect(names.join() === used.join(), 'says the value of each variable of its path')
  if (body) {
    const mode = body['mode'] as keyof typeof modes
    expect(kindOf(body[mode]) === modes[mode], `has what its mode ${mode} asks for`)
  }
  const type = String(auth?.['type'])
  expect(type === 'noauth' || isPairs(auth?.[type]), 'says how it authorizes')
  return flaws
}

const documents = ['parameters-style.json', 'security.json', 'file-uploads.json', 'galaxy.yaml']

describe('a collection is one that Postman reads:', () => {
  test.each([undefined, ...documents.map((name) => `test/fixtures/documents/${name}`)])(
    '%s',
    async (file) => {
      const { contract, collection } = await collectionOf(file)
      const items = requestsIn(collection.item)
      expect(items).toHaveLength(contract.operations.length)
      expect(items.flatMap(flawsOf)).toEqual([])
      expect(collection['info']).toMatchObject({
        name: contract.title,
        schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
      })
      const said = new Set(collection.variable.map(({ key }) => key))
      const used = [...JSON.stringify(collection.item).matchAll(/\{\{([^{}]*)\}\}/g)]
      expect(used.map(([, name]) => name).filter((name) => !said.has(name as string))).toEqual([])
    },
  )
})

test('there is a folder for each tag, and variables for server and credentials', async () => {
  const { collection } = await collectionOf()
  expect(collection.item.map(({ name, item }) => [name, item?.length])).toEqual([
    ['Users', 4],
    ['Authentication', 7],
  ])
  expect(collection.variable.map(({ key, value }) => [key, value])).toEqual([
    ['baseUrl', base.slice(0, -1)],
    ['token', '<YOUR_JWT_HERE>'],
  ])
  const [, , update] = collection.item[0]?.item ?? []
  expect(update?.request).toMatchObject({
    method: 'PUT',
    url: { path: ['user', ':userId'], variable: [{ key: 'userId', value: '123' }] },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{token}}', type: 'string' }] },
    header: [{ key: 'Content-Type', value: 'application/json' }],
    body: { mode: 'raw', options: { raw: { language: 'json' } } },
  })
})

test('optional parameters are there, switched off', async () => {
  const { collection } = await collectionOf()
  const regenerate = requestsIn(collection.item).at(-1)
  expect(regenerate?.request?.['url']).toMatchObject({
    raw: '{{baseUrl}}/auth/regenerate-invitation',
    query: [
      { key: 'email', disabled: true },
      { key: 'token', disabled: true },
    ],
  })
})

test('an example with braces is no variable', async () => {
  const example = { name: '{{token}}' }
  const content = { 'application/json': { example } }
  const { collection } = await collectionOf({
    openapi: '3.0.3',
    info: { title: 'One', version: '1' },
    paths: { '/a': { post: { requestBody: { content }, responses: {} } } },
  })
  const [item] = requestsIn(collection.item)
  const { raw } = item?.request?.['body'] as { raw: string }
  expect(raw).not.toContain('{{')
  expect(JSON.parse(raw)).toEqual(example)
})
