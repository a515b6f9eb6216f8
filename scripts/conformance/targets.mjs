// The servers that are judged: ours, on documents of its own and of others.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer } from '../../dist/index.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

const heydonto = join(root, 'spec', 'openapi.yaml')

const ofScheme = (scheme) => async (server) => (await server.credential({ scheme })).credential

/** What is served, where below the server, and with which token it is asked. */
export const targets = [
  {
    name: 'HeyDonto, mock',
    file: heydonto,
    base: '/_mock/openapi',
    token: async () => 'any-token',
    // The mock asks that credentials are there; it cannot know whose they are (docs/credentials.md).
    unchecked: ['ignored_auth'],
    isMock: true,
  },
  {
    name: 'HeyDonto, sandbox',
    file: heydonto,
    base: '',
    token: (server) => server.token('admin@example.com'),
    // It ends the session that the judge is given.
    unasked: ['/auth/logout'],
  },
  {
    name: 'Projects (3.1), inferred state',
    file: join(root, 'test', 'fixtures', 'faults', 'contract.yaml'),
    base: '',
    token: ofScheme('bearer'),
    auth: 'verify',
    // It is the mock's, which knows nothing of a project that was deleted.
    unasked: ['/projects/{projectId}/report'],
    // PUT /projects/search is PUT /projects/{projectId} of a project named search.
    unchecked: ['unsupported_method', 'allow_header_conformance'],
    workflows: join(root, 'bench', 'peers', 'contract-tests', 'crud.arazzo.yaml'),
  },
]

/** Serves a target on a free port; `judge` is told its URL and token. */
export const serving = async ({ file, base, token, auth = 'presence' }, judge) => {
  const server = await createServer({ contract: file, store: 'memory', auth })
  const { port } = await server.listen({ port: 0, host: '127.0.0.1' })
  try {
    return await judge({ url: `http://127.0.0.1:${port}${base}`, token: await token(server) })
  } finally {
    await server.close()
  }
}
