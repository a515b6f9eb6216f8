import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sampleLanguages } from '../../src/samples/sample-languages.js'
import { type EchoServer, openEchoServer } from '../samples/echo-server.js'
import { jsonBody } from '../samples/hostile-requests.js'
import { arrivalDifferences } from '../samples/arrival-differences.js'
import { hasRuntime } from './runtimes.js'

/** The file that a reader puts a sample into, and the command that they type. */
const typed: Readonly<Record<string, readonly [file: string, command: string]>> = {
  curl: ['sample.sh', 'sh sample.sh'],
  javascript: ['sample.js', 'node sample.js'],
  node: ['sample.mjs', 'node sample.mjs'],
  python: ['sample.py', 'python3 sample.py'],
  java: ['Sample.java', 'java Sample.java'],
  csharp: ['sample.cs', 'mcs -r:System.Net.Http.dll sample.cs && mono sample.exe'],
  php: ['sample.php', 'php sample.php'],
  go: ['sample.go', 'go run sample.go'],
  ruby: ['sample.rb', 'ruby sample.rb'],
  r: ['sample.R', 'Rscript sample.R'],
}

const languages = sampleLanguages.filter(({ id }) => id in typed)

let folder: string
let server: EchoServer
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'alone-'))
  server = await openEchoServer()
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

test('there is a command for every language', () => expect(languages).toHaveLength(10))

// Samples of the other suite run many in one process, in the UTF-8 locale: here each is as readers run it.
test.each(languages)(
  '$label runs as it stands, where the locale is not UTF-8',
  async ({ id, write }) => {
    if (!hasRuntime(id)) return
    const [file, command] = typed[id] ?? ['', '']
    const request = {
      method: 'POST',
      url: `${server.origin}/${id}`,
      headers: [['X-A', 'b']],
      body: jsonBody({ text: `ü 漢 \u{1f600} O'Brien`, none: null }),
    } as const
    writeFileSync(join(folder, file), write(request) ?? '')
    const cache = join(__dirname, '..', '..', '.cache', 'go-build')
    const env = {
      PATH: process.env['PATH'],
      HOME: folder,
      LC_ALL: 'C',
      GOCACHE: cache,
      GOTOOLCHAIN: 'local',
    }
    const [error, output] = await new Promise<[unknown, string]>((resolve) =>
      execFile('sh', ['-c', command], { cwd: folder, env, timeout: 100_000 }, (failure, out, err) =>
        resolve([failure, out + err]),
      ),
    )
    expect([error, output]).toEqual([null, expect.stringMatching(new RegExp(`418[^]*echo ${id}`))])
    expect(arrivalDifferences(request, server.arrived(id))).toEqual([])
  },
  120_000,
)
