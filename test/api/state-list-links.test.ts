import { createServer } from '../../src/index.js'

const text = { type: 'string' }
const size = { name: '$top', in: 'query', schema: { type: 'integer', minimum: 1 } }
const token = { name: 'nextToken', in: 'query', schema: { ...text, pattern: '^t:[a-z0-9-]+$' } }

/** Seven things, in pages of which `parameters` and `members` tell. */
const served = (parameters: readonly object[], members: object) => {
  const properties = { value: { type: 'array', items: { $ref: '#/components/schemas/Thing' } } }
  const schema = { type: 'object', properties: { ...properties, ...members } }
  const ok = (of: object) => ({
    200: { description: '', content: { 'application/json': { schema: of } } },
  })
  const Thing = { type: 'object', required: ['id'], properties: { id: text } }
  const id = { name: 'id', in: 'path', required: true, schema: text }
  return createServer({
    state: 'on',
    seed: { resources: { things: [...'abcdefg'].map((name) => ({ id: name })) } },
    contract: {
      openapi: '3.1.0',
      info: { title: 'T', version: '1' },
      components: { schemas: { Thing } },
      paths: {
        '/things': { get: { operationId: 'list', parameters, responses: ok(schema) } },
        '/things/{id}': {
          get: {
            operationId: 'read',
            parameters: [id],
            responses: ok({ $ref: '#/components/schemas/Thing' }),
          },
        },
      },
    },
  })
}

/** The ids on each page, as a client finds them that does what each answer says. */
const pagesOf = async (
  parameters: readonly object[],
  members: object,
  nextOf: (body: Record<string, string>) => string | undefined,
): Promise<readonly string[]> => {
  const server = await served(parameters, members)
  const pages: string[] = []
  let url: string | undefined = 'http://localhost/things?%24top=3'
  while (url !== undefined && pages.length < 9) {
    const response: Response = await server.fetch(new Request(url))
    const body = (await response.json()) as Record<string, string>
    pages.push((body['value'] as unknown as { id: string }[]).map(({ id }) => id).join(''))
    const next = nextOf(body)
    url = next === undefined ? undefined : new URL(next, url).href
  }
  await server.close()
  return pages
}

test('a link leads to the next page where no parameter says where a page begins', async () => {
  const pages = await pagesOf([size], { nextLink: text }, ({ nextLink }) => nextLink)
  expect(pages).toEqual(['abc', 'def', 'g'])
})

test('a cursor is as its schema wants it', async () => {
  const members = { nextToken: token.schema }
  const pages = await pagesOf([size, token], members, ({ nextToken }) =>
    nextToken === undefined ? undefined : `?%24top=3&nextToken=${encodeURIComponent(nextToken)}`,
  )
  expect(pages).toEqual(['abc', 'def', 'g'])
})

test('a cursor of letters and digits alone', async () => {
  const schema = { ...text, pattern: '^[0-9a-f]+$' }
  const pages = await pagesOf(
    [size, { ...token, schema }],
    { nextToken: schema },
    ({ nextToken }) => (nextToken === undefined ? undefined : `?%24top=3&nextToken=${nextToken}`),
  )
  expect(pages).toEqual(['abc', 'def', 'g'])
})
