// How each tool is told to test a server, and which checks it says have failed.
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { olderContract } from './older-contract.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const installed = join(here, '..', 'node_modules')
const bin = (name) => join(installed, '.bin', name)
const cli = join(here, '..', '..', '..', 'dist', 'cli', 'main.js')

const version = (name) => {
  const file = join(installed, name, 'package.json')
  return existsSync(file) ? createRequire(import.meta.url)(file).version : undefined
}

const json = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined)

/** What is written before the first run. */
export const prepare = (folder, contractText) => {
  writeFileSync(join(folder, 'openapi.yaml'), contractText)
  writeFileSync(join(folder, 'older.json'), JSON.stringify(olderContract(contractText)))
  writeFileSync(
    join(folder, 'postman.json'),
    JSON.stringify({
      folderStrategy: 'No folders',
      requestParametersResolution: 'Example',
      exampleParametersResolution: 'Example',
    }),
  )
  copyFileSync(join(here, 'crud.arazzo.yaml'), join(folder, 'crud.arazzo.yaml'))
}

/** `openapi-sandbox verify`: the rules that a run has broken, by operation. */
const ours = {
  name: 'openapi-sandbox verify',
  version: 'this version',
  words: (folder, url) => [
    cli,
    ...['verify', join(folder, 'openapi.yaml'), '--base', url, '--run-seed', 'bench'],
    ...['--credential', 'bearer=token-of-a', '--other-credential', 'bearer=token-of-b'],
    ...['--report', `json=${join(folder, 'ours.json')}`],
  ],
  output: 'ours.json',
  failed: (folder) =>
    json(join(folder, 'ours.json'))
      ?.findings.filter(({ severity }) => severity !== 'note')
      .map(({ rule, method, path }) => `${rule} ${method} ${path}`),
}

const dredd = {
  name: 'Dredd',
  version: version('dredd'),
  words: (folder, url) => [
    bin('dredd'),
    ...[join(folder, 'older.json'), url, '--loglevel=error'],
    `--hookfiles=${join(here, 'dredd-hooks.cjs')}`,
  ],
  failed: (_folder, { stdout }) =>
    stdout
      // eslint-disable-next-line no-control-regex
      .replace(/\u001b\[\d+m/g, '')
      .split('\n')
      .filter((line) => /^fail: [A-Z]+ \(/.test(line))
      .map((line) => line.replace(/ duration: .*/, '')),
}

const portman = {
  name: 'Portman',
  version: version('@apideck/portman'),
  words: (folder, url) => [
    bin('portman'),
    ...['-l', join(folder, 'openapi.yaml'), '-b', url, '--runNewman', '-t', '--warn', 'false'],
    ...['-c', join(here, 'portman.json'), '--filterFile', join(here, 'portman-filter.json')],
    ...['-s', join(folder, 'postman.json'), '--newmanRunOptions'],
    JSON.stringify({
      abortOnFailure: false,
      reporters: ['json'],
      reporter: { json: { export: join(folder, 'newman.json') } },
    }),
  ],
  output: 'newman.json',
  failed: (folder) =>
    json(join(folder, 'newman.json'))?.run.failures.map(
      ({ source, error }) => `${source.name}: ${error.test}`,
    ),
}

const stepsOf = ({ files }) =>
  Object.values(files)
    .flatMap(({ executedWorkflows }) => executedWorkflows)
    .flatMap(({ executedSteps }) => executedSteps)

const respect = (name, file) => ({
  name: `Redocly respect, ${name}`,
  version: version('@redocly/cli'),
  words: (folder, url) => [
    bin('redocly'),
    ...['respect', join(folder, file), '--server', `openapi=${url}`],
    ...['--input', 'bearer=token-of-a', '--json-output', join(folder, 'respect.json')],
  ],
  output: 'respect.json',
  failed: (folder) => {
    const found = json(join(folder, 'respect.json'))
    return (
      found &&
      stepsOf(found).flatMap(({ stepId, checks = [] }) =>
        checks
          .filter(({ passed }) => !passed)
          .map((check) => `${stepId}: ${check.name} ${check.condition ?? ''}`),
      )
    )
  },
})

/** What makes the workflows that Redocly proposes. */
export const generateWords = (folder) => [
  bin('redocly'),
  ...['generate-arazzo', join(folder, 'openapi.yaml')],
  ...['--output-file', join(folder, 'generated.arazzo.yaml')],
]

/** All of them; one that is not installed has no version. */
export const tools = [
  ours,
  dredd,
  portman,
  respect('workflows it generates', 'generated.arazzo.yaml'),
  respect('workflows by hand', 'crud.arazzo.yaml'),
]

/** Removes what the run before has written. */
export const forget = (folder, { output }) => {
  if (output) rmSync(join(folder, output), { force: true })
}
