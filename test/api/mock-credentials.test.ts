import { ask } from '../mock/ask.js'
import { mockBase } from './support/documented-samples.js'
import { openServer } from './support/open-server.js'

const guarded = `GET ${mockBase}/auth/user`

const present: readonly (readonly [string, Record<string, string>])[] = [
  ['a bearer that is a JWT', { authorization: 'Bearer a.b.c' }],
  ['any bearer', { authorization: 'Bearer x' }],
  ["the documentation's placeholder", { authorization: 'Bearer <YOUR_JWT_HERE>' }],
  ['the scheme in any letter case', { authorization: 'bEARER x' }],
  ['the cookie', { cookie: 'access_token=x' }],
  ['the cookie in quotes among others', { cookie: 'a=1; access_token="x"; b=2' }],
  ['the cookie as browsers name it on https', { cookie: '__Host-access_token=x' }],
  ['the cookie as it is named on https below a path', { cookie: '__Secure-access_token=x' }],
  ['another scheme and the cookie', { authorization: 'Basic eDp5', cookie: 'access_token=x' }],
]

test.each(present)('%s is enough', async (_, headers) => {
  expect((await ask(await openServer(), guarded, { headers })).status).toBe(200)
})

const absent: readonly (readonly [string, Record<string, string>])[] = [
  ['nothing', {}],
  ['another scheme', { authorization: 'Basic eDp5' }],
  ['Bearer without a token', { authorization: 'Bearer' }],
  ['Bearer and spaces', { authorization: 'Bearer   ' }],
  ['a token without a scheme', { authorization: 'x' }],
  ['a scheme that only begins like Bearer', { authorization: 'Bearers x' }],
  ['an empty cookie', { cookie: 'access_token=' }],
  ['another cookie', { cookie: 'access_token2=x; my_access_token=y' }],
  ['the token in the query', {}],
]

test.each(absent)('%s is a 401 in the documented shape', async (what, headers) => {
  const query = what.includes('query') ? '?access_token=x' : ''
  const answer = await ask(await openServer(), guarded + query, { headers })
  expect(answer.status).toBe(401)
  expect(answer.json).toEqual({
    statusCode: 401,
    message: expect.stringContaining('bearer, or cookie') as string,
    error: 'Unauthorized',
  })
  expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /)
})

test('operations that ask for none need none', async () => {
  const server = await openServer()
  for (const path of ['logout', 'regenerate-invitation'])
    expect((await ask(server, `POST ${mockBase}/auth/${path}`)).status).toBe(200)
})

test('credentials are asked for before the request is judged', async () => {
  const answer = await ask(await openServer(), `POST ${mockBase}/user`, { body: 'no JSON' })
  expect(answer.status).toBe(401)
})

test('--mock-credentials off skips them', async () => {
  const server = await openServer({ mockCredentials: 'off' })
  expect((await ask(server, guarded)).status).toBe(200)
  expect((await ask(server, 'GET /auth/user')).status).toBe(401)
})

test('login sets a cookie that the mock takes', async () => {
  const server = await openServer()
  const body = { email: 'user@example.com', password: 'password123' }
  const login = await ask(server, `POST ${mockBase}/auth/login`, { body })
  const [cookie = ''] = login.headers.getSetCookie()
  expect(cookie).toMatch(/^access_token=[^;]+; Path=\/.*HttpOnly; SameSite=Lax$/)
  const headers = { cookie: cookie.split(';')[0] ?? '' }
  expect((await ask(server, guarded, { headers })).status).toBe(200)
})
