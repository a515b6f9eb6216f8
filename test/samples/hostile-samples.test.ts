import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { curl } from '../../src/samples/curl.js'
import { node } from '../../src/samples/node.js'
import type { SampleLanguage } from '../../src/samples/sample-language.js'
import { sampleLanguages } from '../../src/samples/sample-languages.js'
import { arrivalDifferences, type Habits } from './arrival-differences.js'
import { type EchoServer, openEchoServer } from './echo-server.js'
import { type HostileRequest, hostileRequests, pictureBytes } from './hostile-requests.js'
import { runSamples } from '../runtimes/run-samples.js'

const files = { 'my picture.png': pictureBytes }

let folder: string
let server: EchoServer
let requests: readonly HostileRequest[]
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-'))
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
  server = await openEchoServer()
  requests = hostileRequests(server.origin, join(folder, 'canary'))
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

/** What arrived of the requests that is not what was written, by the key of each. */
const differences = (
  sent: readonly HostileRequest[],
  habits?: Habits,
): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    sent.flatMap(({ key, request }) => {
      const found = arrivalDifferences(request, server.arrived(key), habits)
      return found.length > 0 ? [[key, found]] : []
    }),
  )

const samplesOf = ({ write }: SampleLanguage, sent: readonly HostileRequest[]): string[] =>
  sent.map(({ request }) => write(request) ?? '')

test('a shell sends what curl samples were written of', async () => {
  // A quarter of the texts: a process each takes its time. `npm run test:ci` runs all, in ten languages.
  const sent = requests.filter(({ key }, index) => !/^(json|text)-/.test(key) || index % 8 > 5)
  const script = samplesOf(curl, sent).join(' -s -o /dev/null\n')
  const run = await new Promise((resolve) =>
    execFile('bash', ['-c', script], { cwd: folder, timeout: 20_000 }, (error) => resolve(error)),
  )
  expect(run).toBe(null)
  expect(differences(sent)).toEqual({})
  expect(existsSync(join(folder, 'canary'))).toBe(false)
})

test('Node.js sends what its samples were written of, and prints the answers', async () => {
  const sent = requests.map(({ key, request }) => ({
    key: `${key}n`,
    request: { ...request, url: request.url.replace(`/${key}`, `/${key}n`) },
  }))
  const runs = await runSamples('node', samplesOf(node, sent), files)
  const answers = sent.map(({ key, request }) =>
    request.method === 'HEAD' ? '418\n\n' : `418\necho ${key} ü\n`,
  )
  expect(runs.map(({ output }) => output)).toEqual(answers)
  expect(differences(sent, { formLineBreaks: true, typedValuesAreFiles: true })).toEqual({})
  expect(existsSync(join(folder, 'canary'))).toBe(false)
})

test('no sample holds a character that steers a terminal or reorders what is shown', () => {
  const unseen = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u
  const languages = sampleLanguages.filter(({ id }) => id !== 'payload')
  for (const { id, write } of languages) {
    const sources = requests.map(({ request }) => write(request) ?? '')
    // Go is indented by tabs.
    const wrong = sources.filter((source) => unseen.test(source.replace(/^\t+/gm, '')))
    expect({ id, wrong }).toEqual({ id, wrong: [] })
  }
})
