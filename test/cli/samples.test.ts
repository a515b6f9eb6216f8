import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from './run-command.js'

const root = join(__dirname, '..', '..')
const styles = join(root, 'test/fixtures/documents/parameters-style.json')

/** Runs a command line and gives the texts it printed. */
const ran = async (words: readonly string[], input = '') => {
  const { code, out, err } = await runCommand(['samples', ...words], input)
  return { code, out: out.join('\n'), err: err.join('\n') }
}

test('one operation in one language is the code alone', async () => {
  const { code, out } = await ran(['UsersController_deleteUser', '--lang', 'curl'])
  expect([code, out]).toEqual([
    0,
    [
      'curl -i -X DELETE \\',
      "  'http://localhost:4010/_mock/apis/authentication/openapi/user/{userId}' \\",
      "  -H 'Authorization: Bearer <YOUR_JWT_HERE>'",
    ].join('\n'),
  ])
  const base = ['--base', 'https://api.example.com/v1/']
  const other = await ran(['POST /auth/logout', '--lang', 'CURL', ...base])
  expect(other.out).toBe('curl -i -X POST \\\n  https://api.example.com/v1/auth/logout')
  expect((await ran(['AuthController_logout', '--lang', 'C#'])).out).toContain('HttpClient')
})

test('without a language there are all of them, in the order of the documentation', async () => {
  const { code, out } = await ran(['AuthController_login'])
  expect(code).toBe(0)
  expect(out.match(/^##? .*/gm)).toEqual([
    '# Login to set authentication cookie or get JWT token for third-party integration (AuthController_login)',
    ...['curl', 'JavaScript', 'Node.js', 'Python', 'Java', 'C#', 'PHP', 'Go', 'Ruby', 'R'].map(
      (label) => `## ${label}`,
    ),
    '## Payload',
  ])
  expect(out).toContain('\n```bash\ncurl -i -X POST \\\n')
})

test('without an operation there are all of them, of any contract', async () => {
  const { code, out } = await ran([styles, '--lang', 'curl'])
  expect(code).toBe(0)
  expect(out.match(/^curl /gm)).toHaveLength(25)
  expect(out).toContain('http://localhost:4010/_mock/parameters-style/anything/query')
  const piped = await ran(['-', '--lang', 'curl'], await readFile(styles, 'utf8'))
  expect(piped.out.match(/^curl /gm)).toHaveLength(25)
})

test('for programs there is JSON', async () => {
  const words = ['AuthController_logout', 'AuthController_login', '--lang', 'payload', '--json']
  expect(JSON.parse((await ran(words)).out)).toEqual([
    {
      operation: 'AuthController_logout',
      id: 'payload',
      label: 'Payload',
      source: 'This request has no body.',
    },
    {
      operation: 'AuthController_login',
      id: 'payload',
      label: 'Payload',
      source: '{\n  "email": "user@example.com",\n  "password": "password123"\n}',
    },
  ])
})

test('files that other programs read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'openapi-sandbox-samples-'))
  try {
    const out = join(folder, 'api.postman_collection.json')
    expect(await ran(['--as', 'postman', '--out', out])).toMatchObject({ code: 0, out: '' })
    expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({ item: [{ name: 'Users' }, {}] })
    expect(await ran(['--as', 'postman', '--out', out])).toMatchObject({ code: 2 })
    const http = await ran(['AuthController_login', '--as', 'http'])
    expect(http.out).toMatch(/^# HeyDonto[^]*\n### Login[^]*\nPOST \{\{baseUrl\}\}\/auth\/login\n/)
    expect(http.out.match(/^### /gm)).toHaveLength(1)
  } finally {
    await rm(folder, { recursive: true })
  }
})

const refused: readonly (readonly [readonly string[], string])[] = [
  [
    ['AuthController_logon'],
    'no operation AuthController_logon. Did you mean AuthController_login',
  ],
  [['AuthController_login', '--lang', 'pyton'], 'no sample in pyton. Did you mean python?'],
  [['--as', 'http', '--lang', 'curl'], '--lang goes without --as http'],
  [['--as', 'insomnia'], 'insomnia'],
  [['AuthController_login', 'nowhere.yaml'], 'nowhere.yaml'],
]

test.each(refused)('%j is refused with a hint', async (words, hint) => {
  const { code, out, err } = await ran(words)
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain(hint)
})
