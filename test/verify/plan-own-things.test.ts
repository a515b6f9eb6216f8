import { contractOf } from './support/contract-of.js'
import { runOn, told } from './support/run-on.js'

const text = { type: 'string' }

test('bodies of XML alone can be planned', async () => {
  const schema = { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } }
  const content = { 'application/xml': { schema } }
  const responses = { 204: { description: '' }, 400: { description: '' } }
  const post = { operationId: 'a', requestBody: { required: true, content }, responses }
  const contract = contractOf({ '/a': { post } })
  const result = await runOn(contract, async (request) => {
    const isXml = request.headers.get('content-type') === 'application/xml'
    const isValid = isXml && /<n>-?\d+<\/n>/.test(await request.text())
    return new Response(null, { status: isValid ? 204 : 400 })
  })
  expect(told(result)).toEqual([])
  expect(result.outcomes.map((one) => one.case.id)).toContain('a boundary refused body/n required')
})

test('what the run has deleted need not be there any more', async () => {
  const parameters = [{ name: 'kind', in: 'query', schema: { type: 'string', maxLength: 20 } }]
  const responses = { 204: { description: '' } }
  const contract = contractOf({
    '/policy': { delete: { operationId: 'a', parameters, responses } },
  })
  let isThere = true
  const deleting = (): Promise<Response> => {
    const status = isThere ? 204 : 404
    isThere = false
    return Promise.resolve(new Response(null, { status }))
  }
  const { findings, exchanges } = await runOn(contract, deleting)
  expect(findings).toEqual([])
  expect(exchanges.filter(({ answer }) => 'status' in answer && answer.status === 404)).not.toEqual(
    [],
  )
  isThere = false
  expect(told(await runOn(contract, deleting))).toContain(
    'V101 a: The status 404 is not documented; documented: 204.',
  )
})

test('members by which a client names what it makes are not sent twice', async () => {
  const schema = {
    type: 'object',
    required: ['skuSellerId', 'note'],
    properties: { skuSellerId: text, note: text },
  }
  const json = { content: { 'application/json': { schema } } }
  const item = { name: 'skuSellerId', in: 'path', required: true, schema: text }
  const contract = contractOf({
    '/products': {
      post: {
        operationId: 'add',
        requestBody: { required: true, ...json },
        responses: { 201: { description: '', ...json } },
      },
    },
    '/products/{skuSellerId}': {
      parameters: [item],
      get: { operationId: 'read', responses: { 200: { description: '', ...json } } },
    },
  })
  const names: unknown[] = []
  await runOn(contract, async (request) => {
    if (request.method !== 'POST') return new Response(null, { status: 404 })
    const body: unknown = await request.json().catch(() => ({}))
    const name = (body as Record<string, unknown> | null)?.['skuSellerId']
    if (typeof name !== 'string') return new Response(null, { status: 400 })
    names.push(name)
    return Response.json(body, { status: 201 })
  })
  expect(names.length).toBeGreaterThan(2)
  expect(names.filter((name) => name === names[0])).toHaveLength(1)
})
