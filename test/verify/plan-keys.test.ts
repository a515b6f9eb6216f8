import { createCredentials } from '../../src/verify/call/credentials.js'
import { contractOf } from './support/contract-of.js'
import { runOn, told } from './support/run-on.js'

const text = { type: 'string' }
const key = { name: 'X-Key', in: 'header', required: true, schema: text }
const contract = contractOf(
  {
    '/things': {
      get: {
        operationId: 'list',
        security: [{ key: [] }],
        parameters: [key, { name: 'n', in: 'query', required: true, schema: { type: 'integer' } }],
        responses: { 204: { description: '' } },
      },
    },
  },
  { components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } } },
)

const user = new Map([['key', 'right']])

test('a key that is a parameter as well is sent once, and is not left out as a parameter', async () => {
  const sent: (string | null)[] = []
  const result = await runOn(
    contract,
    ({ headers, url }) => {
      sent.push(headers.get('x-key'))
      const status = headers.get('x-key') !== 'right' ? 401 : /n=-?\d+$/.test(url) ? 204 : 400
      return Promise.resolve(new Response(null, { status }))
    },
    { credentials: createCredentials(contract, { user, other: new Map() }) },
  )
  expect(told(result)).toEqual([])
  expect(new Set(sent)).toEqual(new Set(['right', null, 'not-a-credential-0123456789abcdef']))
  const ids = result.outcomes.map((one) => one.case.id)
  expect(ids).toContain('list boundary refused query/n required')
  expect(ids.filter((id) => id.includes('X-Key'))).toEqual([])
})
