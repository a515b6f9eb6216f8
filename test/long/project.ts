import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'

/** The folder of this repository. */
export const root = join(__dirname, '..', '..')

/** A new empty folder; the caller removes it. */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'openapi-sandbox-long-'))

const notCloned =
  /^(node_modules|dist|coverage|\.git|\.cache|data\/(?!seed\.json$|seeds(\/|$)).+)(\/|$)/

/** Copies what a fresh clone of the working tree would have. */
export const cloneTo = (folder: string): void =>
  cpSync(root, folder, {
    recursive: true,
    filter: (source) => !notCloned.test(relative(root, source).split(sep).join('/')),
  })

/** The environment without what an npm around these tests has added about this package. */
export const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(npm_|INIT_CWD|NODE_ENV|JEST_)/.test(name) ||
        /^npm_config_(registry|cache|userconfig)$/.test(name),
    ),
  )

/** Runs a program to its end; resolves to all that it printed. Rejects, with it, when the program fails. */
export const runIn = (folder: string, program: string, words: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const options = { cwd: folder, env: cleanEnvironment(), maxBuffer: 64 * 1024 ** 2 }
    execFile(program, words, options, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program} ${words.join(' ')}:\n${stdout}\n${stderr}`))
      else resolve(`${stdout}\n${stderr}`)
    })
  })

/** A server that was started as users start it. */
export interface StartedServer {
  readonly url: string
  /** All that was printed until now. */
  readonly output: () => string
  /** Sends SIGTERM and resolves to the exit code. */
  readonly stop: () => Promise<number | null>
  /** Ends it, and all that it has started, at once. */
  readonly kill: () => void
}

/** Starts a server and waits for its Listening line. */
export const startIn = async (
  folder: string,
  program: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<StartedServer> => {
  const env = { ...cleanEnvironment(), ...environment }
  const child = spawn(program, words, { cwd: folder, env, detached: true })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  const kill = (): void => killGroup(child)
  const url = await waitForUrl(child, () => output).catch((error: unknown) => {
    kill()
    throw error
  })
  const stop = (): Promise<number | null> => {
    child.kill('SIGTERM')
    return ended
  }
  return { url, output: () => output, stop, kill }
}

/** Ends the program and all that it has started. */
const killGroup = ({ pid }: ChildProcess): void => {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // All have ended by themselves.
  }
}

const waitForUrl = async (child: ChildProcess, output: () => string): Promise<string> => {
  const giveUp = Date.now() + 120_000
  while (Date.now() < giveUp) {
    const url = /^Listening on (\S+)$/m.exec(output())?.[1]
    if (url) return url
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}:\n${output()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`It does not listen:\n${output()}`)
}
