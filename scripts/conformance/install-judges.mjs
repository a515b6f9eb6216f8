// Installs the judges into .cache/judges, where no package of ours sees them. What cannot be had is said by name.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const sources = join(root, 'test', 'conformance', 'judges')
const folder = join(root, '.cache', 'judges')

const run = (program, words) =>
  spawnSync(program, words, { cwd: folder, encoding: 'utf8', timeout: 240_000 })

const isCurrent = (name) => {
  const installed = join(folder, 'node_modules', name, 'package.json')
  const { dependencies } = JSON.parse(readFileSync(join(sources, 'package.json'), 'utf8'))
  return (
    existsSync(installed) &&
    JSON.parse(readFileSync(installed, 'utf8')).version === dependencies[name]
  )
}

const npmJudges = () => {
  if (isCurrent('@redocly/cli') && isCurrent('specmatic')) return
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(join(sources, file), join(folder, file))
  run('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'])
}

const schemathesis = join(folder, 'venv', 'bin', 'schemathesis')

const pythonJudges = () => {
  const wanted = readFileSync(join(sources, 'requirements.txt'), 'utf8').trim().split('==')[1]
  const isThere =
    existsSync(schemathesis) && run(schemathesis, ['--version']).stdout.includes(wanted)
  if (isThere || run('python3', ['-m', 'venv', 'venv']).status !== 0) return
  const pip = join(folder, 'venv', 'bin', 'pip')
  run(pip, ['install', '--quiet', '-r', join(sources, 'requirements.txt')])
}

const pathOf = (file) => (existsSync(file) ? file : undefined)

/** The files of the judges that are there; those of the others are undefined. */
export const installJudges = () => {
  mkdirSync(folder, { recursive: true })
  npmJudges()
  pythonJudges()
  return {
    redocly: pathOf(join(folder, 'node_modules', '@redocly', 'cli', 'bin', 'cli.js')),
    specmatic: pathOf(join(folder, 'node_modules', 'specmatic', 'specmatic.jar')),
    java: spawnSync('java', ['-version']).status === 0,
    schemathesis: pathOf(schemathesis),
  }
}
