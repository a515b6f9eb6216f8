import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { SetupError } from '../errors.js'
import type { Environment } from '../options.js'
import { monotonic } from '../sandbox/clock.js'
import type { SignalSource } from './signals.js'

/** A program that is run to its end. */
export interface ProgramCall {
  readonly words: readonly string[]
  readonly environment: Environment
  readonly signals: SignalSource
  readonly folder?: string | undefined
  /** True when standard output is wanted for something else: the program's goes to standard error. */
  readonly isQuiet: boolean
  /** Ends this process at once, when a second signal asks for it. */
  readonly exitNow: (code: number) => void
}

type Signal = Parameters<SignalSource['on']>[0]

const passedOn: readonly Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** How long what the program has left running may take to end. */
const graceMs = 1000
const checkMs = 20

/** The exit code that shells give what a signal has ended. */
const codeOfSignal = (signal: NodeJS.Signals): number => 128 + constants.signals[signal]

/** Sends a signal to a program and all that it has started; false when none of them is there. */
const signalGroup = (pid: number, signal: NodeJS.Signals | 0): boolean => {
  try {
    process.kill(-pid, signal)
    return true
  } catch {
    return false
  }
}

/** Ends what is left of a group of processes, at the latest after a second. */
const endGroup = async (pid: number): Promise<void> => {
  if (!signalGroup(pid, 'SIGTERM')) return
  for (let waited = 0; waited < graceMs && signalGroup(pid, 0); waited += checkMs)
    await new Promise((resolve) => setTimeout(resolve, checkMs))
  signalGroup(pid, 'SIGKILL')
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such program',
  EACCES: 'it may not be executed',
}

const unstartable = (name: string, error: NodeJS.ErrnoException): SetupError =>
  new SetupError(
    'command-unstartable',
    `${name} could not be started: ${reasons[error.code ?? ''] ?? error.message}`,
  )

/** Resolves to the exit code: its own, or 128 and the number of the signal that ended it. */
const ended = (child: ChildProcess, name: string): Promise<number> =>
  new Promise((resolve, reject) => {
    child.on('error', (error) => reject(unstartable(name, error)))
    child.on('exit', (code, signal) => resolve(signal ? codeOfSignal(signal) : (code ?? 0)))
  })

/** npm sends Ctrl-C once more to what the terminal has already told: such a repeat is the same one. */
const sameSignalMs = 100

/** Passes signals on to a group; a second one, from a person who does not want to wait, ends all at once. */
const passSignals = (
  pid: number,
  { signals, exitNow }: ProgramCall,
): (() => Signal | undefined) => {
  let told: Signal | undefined
  let toldAt = 0
  for (const signal of passedOn)
    signals.on(signal, () => {
      if (told !== undefined && monotonic() - toldAt < sameSignalMs) return
      const isImpatient = told !== undefined && signal !== 'SIGHUP'
      signalGroup(pid, isImpatient ? 'SIGKILL' : signal)
      if (isImpatient) exitNow(codeOfSignal(signal))
      told ??= signal
      toldAt = monotonic()
    })
  return () => told
}

/**
 * Runs a program in a process group of its own, with our terminal. Signals that we get are passed on to
 * all of the group; what is left of it ends with the program.
 * @throws SetupError `command-unstartable`.
 */
export const runProgram = async (call: ProgramCall): Promise<number> => {
  const [name = '', ...words] = call.words
  const child = spawn(name, words, {
    detached: true,
    env: call.environment,
    ...(call.folder !== undefined && { cwd: call.folder }),
    stdio: ['inherit', call.isQuiet ? 2 : 'inherit', 'inherit'],
  })
  const { pid } = child
  const told = pid === undefined ? () => undefined : passSignals(pid, call)
  const code = await ended(child, name)
  if (pid !== undefined) await endGroup(pid)
  // A program may take a signal for a wish to end well: the run was broken off all the same.
  const signal = told()
  return code === 0 && signal ? codeOfSignal(signal) : code
}
