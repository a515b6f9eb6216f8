// How each judge is asked about a server, and what it says.
import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'

const run = (folder, program, words, environment = {}) =>
  new Promise((resolve) => {
    const options = { cwd: folder, env: { ...process.env, ...environment }, stdio: 'pipe' }
    const child = spawn(program, words, options)
    const limit = setTimeout(() => child.kill('SIGKILL'), 180_000)
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
    child.on('error', (error) => resolve({ code: 1, text: String(error) }))
    child.on('close', (code) => {
      clearTimeout(limit)
      resolve({ code: code ?? 1, text })
    })
    child.stdin.end()
  })

const numberOf = (text, pattern) => Number(pattern.exec(text)?.[1] ?? 0)

const networkErrors =
  /ECONNRE|socket hang up|Connection (?:refused|reset)|ConnectionError|RemoteDisconnected/

/** What every judge's words come to; a judge that ends badly has not passed, whatever it counted. */
const verdict = ({ code, text }, cases, failed) => ({
  cases,
  failed: code !== 0 && failed === 0 ? 1 : failed,
  networkErrors: networkErrors.test(text) ? 1 : 0,
  text,
})

// It calls every refusal of a valid request wrong but those that it expects; these say something of the state.
const expectations = `[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "401", "403", "404", "409", "412", "422", "429"]
`

const property = {
  name: 'Schemathesis',
  version: '4.32.5',
  isThere: ({ schemathesis }) => schemathesis !== undefined,
  judges: () => true,
  ask: async ({ schemathesis }, { file, unchecked = [], unasked = [] }, { url, token, folder }) => {
    writeFileSync(join(folder, 'schemathesis.toml'), expectations)
    const ended = await run(folder, schemathesis, [
      ...['run', file, '--url', url, '--seed', '1', '-n', '30', '--no-color'],
      ...(token ? ['-H', `Authorization: Bearer ${token}`] : []),
      ...(unchecked.length > 0 ? ['--exclude-checks', unchecked.join(',')] : []),
      ...unasked.flatMap((path) => ['--exclude-path', path]),
    ])
    const cases = numberOf(ended.text, /(\d+) generated/)
    return verdict(ended, cases, numberOf(ended.text, /(\d+) failures? in/))
  },
}

const contractTest = {
  name: 'Specmatic',
  version: '2.55.1',
  isThere: ({ specmatic, java }) => specmatic !== undefined && java,
  judges: ({ isMock }) => isMock === true,
  ask: async ({ specmatic }, { file }, { url, folder }) => {
    const words = ['-jar', specmatic, 'test', file, '--lenient', `--testBaseURL=${url}`]
    const ended = await run(folder, 'java', words, { SPECMATIC_GENERATIVE_TESTS: 'true' })
    const cases = numberOf(ended.text, /Tests run: (\d+)/)
    return verdict(ended, cases, numberOf(ended.text, /Failures: (\d+)/))
  },
}

/** Workflows for an empty server ask what comes first in a list; ours has records already. */
const withoutPlaces = (text) =>
  text.replace(/ +- condition: \$response\.body#\/(?:items\/)?0\/id .*\n/g, '')

const workflows = {
  name: 'Redocly respect',
  version: '2.77.0',
  isThere: ({ redocly }) => redocly !== undefined,
  judges: ({ workflows: file }) => file !== undefined,
  ask: async ({ redocly }, { file, workflows: written }, { url, token, folder }) => {
    const document = `openapi${extname(file)}`
    copyFileSync(file, join(folder, document))
    const arazzo = join(folder, 'all.arazzo.yaml')
    const text = withoutPlaces(readFileSync(written, 'utf8')).replaceAll('token-of-a', token)
    writeFileSync(arazzo, text)
    const output = join(folder, 'respect.json')
    const ended = await run(folder, process.execPath, [
      ...[redocly, 'respect', arazzo, '--server', `openapi=${url}`],
      ...['--json-output', output],
    ])
    if (!existsSync(output)) return verdict(ended, 0, 1)
    const checks = Object.values(JSON.parse(readFileSync(output, 'utf8')).files)
      .flatMap(({ executedWorkflows }) => executedWorkflows)
      .flatMap(({ executedSteps }) => executedSteps)
      .flatMap(({ checks: found = [] }) => found)
    return verdict(ended, checks.length, checks.filter(({ passed }) => !passed).length)
  },
}

/** All of them. */
export const judges = [property, contractTest, workflows]

/** What a judge says about a target that is being served. */
export const judgement = async (judge, installed, target, served) => {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'))
  try {
    return await judge.ask(installed, target, { ...served, folder })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
