import { ask } from '../mock/ask.js'
import { getThing, oneOperation } from '../mock/one-operation.js'
import { openServer } from './support/open-server.js'

const schemes = {
  basic: { type: 'http', scheme: 'Basic' },
  bearer: { type: 'http', scheme: 'bearer' },
  digest: { type: 'http', scheme: 'digest' },
  hoba: { type: 'http', scheme: 'HOBA' },
  oauth: { type: 'oauth2', flows: {} },
  openId: { type: 'openIdConnect', openIdConnectUrl: 'https://example.com/' },
  header: { type: 'apiKey', in: 'header', name: 'X-Key' },
  query: { type: 'apiKey', in: 'query', name: 'key' },
  cookie: { type: 'apiKey', in: 'cookie', name: 'key' },
  tls: { type: 'mutualTLS' },
}

const asked = async (
  security: readonly object[],
  headers: Readonly<Record<string, string>> = {},
  query = '',
) => {
  const contract = oneOperation({}, { operation: { security } })
  Object.assign(contract.components, { securitySchemes: schemes })
  return ask(await openServer({ contract }), getThing + query, { headers })
}

const challenges: readonly (readonly [string, string | null])[] = [
  ['basic', 'Basic realm="*"'],
  ['bearer', 'Bearer realm="*"'],
  ['digest', 'Digest realm="*", qop="auth", algorithm=SHA-256, nonce="openapi-sandbox"'],
  ['hoba', 'Hoba realm="*"'],
  ['oauth', 'Bearer realm="*"'],
  ['openId', 'Bearer realm="*"'],
  ['header', null],
  ['query', null],
  ['cookie', null],
]

test.each(challenges)('%s is challenged with %s', async (name, challenge) => {
  const answer = await asked([{ [name]: [] }])
  expect(answer.status).toBe(401)
  expect(answer.headers.get('www-authenticate')).toBe(challenge)
})

test('each way in is challenged once', async () => {
  const answer = await asked([{ bearer: [], header: [] }, { oauth: ['a'] }, { basic: [] }])
  expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="*", Basic realm="*"')
})

type Row = readonly [string, readonly object[], Record<string, string>, string, number]

const either = [{ header: [], query: [] }, { bearer: [] }]

const rows: readonly Row[] = [
  ['all of one alternative', either, { 'x-key': 'x' }, '?key=x', 200],
  ['half of it', either, { 'x-key': 'x' }, '', 401],
  ['the other half', either, {}, '?key=x', 401],
  ['the other alternative', either, { authorization: 'Bearer x' }, '', 200],
  ['nothing where {} is one', [{ bearer: [] }, {}], {}, '', 200],
  ['nothing where the list is empty', [], {}, '', 200],
  ['a certificate is not looked for', [{ tls: [] }], {}, '', 200],
  ['a scheme that nobody defined', [{ nowhere: [] }], {}, '', 501],
  ['Basic with a name and a password', [{ basic: [] }], { authorization: 'Basic eDp5' }, '', 200],
  ['Basic that is no base64', [{ basic: [] }], { authorization: 'Basic <KEY>' }, '', 401],
  ['Basic without a colon', [{ basic: [] }], { authorization: 'Basic abcd' }, '', 401],
  ['Digest', [{ digest: [] }], { authorization: 'Digest username="x"' }, '', 200],
  ['a bearer for OpenID', [{ openId: [] }], { authorization: 'bearer x' }, '', 200],
  ['a cookie', [{ cookie: [] }], { cookie: 'key=x' }, '', 200],
]

test.each(rows)('%s', async (_, security, headers, query, status) => {
  expect((await asked(security, headers, query)).status).toBe(status)
})
