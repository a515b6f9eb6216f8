import { inProcess, ways } from './support/call.js'
import { openServer } from './support/open-server.js'

const logout = '/_sandbox/v1/samples/AuthController_logout'
const documented = 'curl, JavaScript, Node.js, Python, Java, C#, PHP, Go, Ruby, R, Payload'

test.each(ways)('samples of an operation, one as text or all as JSON, %s', async (_way, reach) => {
  const call = await reach(await openServer())
  const one = await call(`GET ${logout}?lang=curl`)
  expect([one.status, one.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8'])
  expect(one.text).toMatch(
    /^curl -i -X POST \\\n {2}http:\/\/[^/]+\/_mock\/apis\/authentication\/openapi\/auth\/logout$/,
  )
  const { status, body } = await call(`GET ${logout}`)
  const { samples, ...about } = body as { samples: { label: string; source: string }[] }
  expect([status, about]).toEqual([
    200,
    { operationId: 'AuthController_logout', contract: 'apis/authentication/openapi' },
  ])
  expect(samples.map(({ label }) => label).join(', ')).toBe(documented)
  expect(samples[0]?.source).toBe(one.text)
})

test('they call the server that is asked for, in the sandbox that the request selects', async () => {
  const call = inProcess(await openServer())
  const urlOf = async (request: string, headers: Record<string, string> = {}) => {
    const { text } = await call(request, { headers })
    return /http:\S*/.exec(text)?.[0]
  }
  const query = '?lang=curl&server=sandbox'
  expect(await urlOf(`GET ${logout}${query}`)).toBe('http://localhost/auth/logout')
  for (const [path, headers] of [
    [`/@alice${logout}`, {}],
    [logout, { 'X-Sandbox': 'alice' }],
  ] as const) {
    expect(await urlOf(`GET ${path}${query}`, headers)).toBe('http://localhost/@alice/auth/logout')
    expect(await urlOf(`GET ${path}?lang=curl`, headers)).toBe(
      'http://localhost/@alice/_mock/apis/authentication/openapi/auth/logout',
    )
  }
})

test('of any contract that is served; where several have an operation, of the one that is named', async () => {
  const contract = (title: string, path: string) => ({
    openapi: '3.0.3',
    info: { title, version: '1' },
    paths: { [path]: { get: { operationId: 'things/list', responses: {} } } },
  })
  const call = inProcess(
    await openServer({ contract: [contract('One', '/ones'), contract('Two', '/twos')] }),
  )
  const path = 'GET /_sandbox/v1/samples/things%2Flist?lang=curl'
  expect((await call(path)).text).toContain('http://localhost/_mock/one/ones')
  expect((await call(`${path}&contract=two`)).text).toContain('http://localhost/_mock/two/twos')
  const unknown = await call(`${path}&contract=three`)
  expect(unknown.status).toBe(404)
  expect(unknown.body).toMatchObject({ fix: 'Served: one, two.' })
})

test('what there is not is named with what is near', async () => {
  const call = inProcess(await openServer())
  const operation = await call('GET /_sandbox/v1/samples/UsersController_findUser')
  expect(operation.status).toBe(404)
  expect(operation.body).toMatchObject({
    code: 'not-found',
    fix: expect.stringMatching(/^Did you mean UsersController_findUsers or /),
  })
  const language = await call(`GET ${logout}?lang=kurl`)
  expect(language.status).toBe(422)
  expect(language.body).toMatchObject({
    code: 'request-invalid',
    fix: 'Did you mean curl?',
  })
  expect(language.headers.get('violations')).toContain('/lang')
  expect((await call(`GET ${logout}?server=production`)).status).toBe(422)
})

test('in the public profile anybody may read them', async () => {
  const call = inProcess(await openServer({ profile: 'public' }))
  expect((await call(`GET ${logout}?lang=curl`)).status).toBe(200)
})
