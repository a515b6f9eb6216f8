import { execFileSync } from 'node:child_process'

/** A language's tools: a command that succeeds where they are, and the Debian packages that bring them. */
interface Runtime {
  readonly check: readonly [command: string, ...words: string[]]
  readonly packages: readonly string[]
}

/** HttpClient of Mono, below the folder that its commands are in as well. */
const monoHttp = 'lib/mono/4.5/System.Net.Http.dll'

const runtimes: Readonly<Record<string, Runtime>> = {
  curl: { check: ['curl', '--version'], packages: ['curl'] },
  javascript: { check: ['node', '--version'], packages: ['nodejs'] },
  node: { check: ['node', '--version'], packages: ['nodejs'] },
  python: { check: ['python3', '-c', 'import requests'], packages: ['python3-requests'] },
  java: { check: ['javac', '-version'], packages: ['default-jdk-headless'] },
  csharp: {
    check: [
      'sh',
      '-c',
      `command -v mono && test -e "$(dirname "$(command -v mcs)")"/../${monoHttp}`,
    ],
    packages: ['mono-mcs', 'mono-runtime', 'libmono-system-net-http4.0-cil'],
  },
  php: {
    check: ['php', '-r', 'exit(function_exists("curl_init") ? 0 : 1);'],
    packages: ['php-cli', 'php-curl'],
  },
  go: { check: ['go', 'version'], packages: ['golang-go'] },
  ruby: { check: ['ruby', '-rnet/http', '-e', ''], packages: ['ruby'] },
  r: { check: ['Rscript', '-e', 'library(httr)'], packages: ['r-base-core', 'r-cran-httr'] },
}

/** Where commands are looked for, and whether this is CI. */
type Environment = Readonly<Record<string, string | undefined>>

const isThere = ([command, ...words]: Runtime['check'], env: Environment): boolean => {
  try {
    execFileSync(command, words, { stdio: 'ignore', env })
    return true
  } catch {
    return false
  }
}

/**
 * True where samples of a language can be run. Where they cannot: in CI and under `npm run test:ci` an error with the
 * packages to install, else a line that says what is skipped.
 */
export const hasRuntime = (language: string, env: Environment = process.env): boolean => {
  const runtime = runtimes[language]
  if (!runtime) throw new Error(`No runtime is known for ${language}`)
  if (isThere(runtime.check, env)) return true
  const advice = `apt-get install ${runtime.packages.join(' ')}`
  const { CI, npm_lifecycle_event: script } = env
  if ((CI ?? '') !== '' || script === 'test:ci')
    throw new Error(`Samples in ${language} were to be run, but it is not installed: ${advice}`)
  process.stderr.write(`skipped: samples in ${language} (${advice})\n`)
  return false
}
