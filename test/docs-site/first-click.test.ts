import { createServer, type Server } from '../../src/index.js'
import {
  firstClick,
  operationsIn,
  type TriedCredential,
  type TriedDocument,
  type TriedOperation,
} from '../support/enriched-request.js'

const origin = 'http://localhost'

const jsonOf = async <T>(server: Server, path: string, body?: unknown): Promise<T> => {
  const posted = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
  const answer = await server.fetch(new Request(origin + path, body === undefined ? {} : posted))
  return (await answer.json()) as T
}

/** A credential for each scheme of the first alternative, as "Log in as" asks for them. */
const credentialsFor = async (
  server: Server,
  name: string,
  { security }: TriedOperation,
  isOwn: boolean,
): Promise<readonly TriedCredential[]> => {
  const schemes = Object.keys(security?.[0] ?? {})
  const control = `/@${name}/_sandbox/v1`
  if (!isOwn)
    return Promise.all(
      schemes.map((scheme) =>
        jsonOf<TriedCredential>(server, `${control}/credentials`, { scheme }),
      ),
    )
  if (schemes.length === 0) return []
  const { token } = await jsonOf<{ token: string }>(server, `${control}/tokens`, {
    email: 'user@example.com',
  })
  return [{ in: 'header', name: 'Authorization', value: `Bearer ${token}` }]
}

/** What the first click on "Send" is answered at each operation, by mock and by sandbox, unless it is 2xx. */
const failures = async (server: Server, base: string): Promise<readonly string[]> => {
  const isOwn = !base.startsWith('/_docs')
  const seen = await jsonOf<TriedDocument>(server, `${base}/openapi.json`)
  const failed: string[] = []
  for (const [path, method, { operationId }] of operationsIn(seen)) {
    // Anew for each: another sandbox that nobody had before.
    const { paths, servers, security } = await jsonOf<TriedDocument>(server, `${base}/openapi.json`)
    const [mock, sandbox] = servers
    const operation = { ...(security && { security }), ...paths[path]?.[method] } as TriedOperation
    const name = sandbox?.variables?.['sandbox']?.default ?? ''
    const credentials = await credentialsFor(server, name, operation, isOwn)
    for (const place of [mock, sandbox]) {
      const request = firstClick(
        place as NonNullable<typeof mock>,
        [path, method, operation],
        credentials,
      )
      const { status } = await server.fetch(request)
      const who = place === mock ? 'mock' : 'sandbox'
      if (status < 200 || status > 299) failed.push(`${operationId} ${who} ${status}`)
    }
  }
  return failed
}

const opened: Server[] = []
afterAll(() => Promise.all(opened.map((server) => server.close())))

const open = async (contract?: string): Promise<Server> => {
  const server = await createServer(contract === undefined ? {} : { contract })
  opened.push(server)
  return server
}

test('HeyDonto: every operation succeeds with what the enriched document says', async () => {
  expect(await failures(await open(), '/apis/authentication/openapi')).toEqual([])
})

test.each([
  ['museum', 'test/fixtures/state/museum.yaml', []],
  ['galaxy', 'test/fixtures/state/galaxy.yaml', []],
  ['trains-openapi', 'test/fixtures/state-labels/trains.openapi.json', []],
])('%s', async (slug, contract, excused) => {
  expect(await failures(await open(contract), `/_docs/${slug}`)).toEqual(excused)
})
