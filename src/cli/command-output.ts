import { exec } from 'node:child_process'
import { promisify } from 'node:util'
import type { Environment } from '../options.js'

/** What a command of the shell has printed, or why it has failed: its error output. */
export type CommandOutput = { readonly text: string } | { readonly failure: string }

/** Nobody waits longer for a credential, in milliseconds. */
const timeout = 60_000

/** Runs a command in the shell, to its end. */
export const commandOutput = async (
  command: string,
  environment: Environment,
): Promise<CommandOutput> => {
  try {
    const { stdout } = await promisify(exec)(command, { env: environment, timeout })
    return { text: stdout.trim() }
  } catch (error) {
    const { stderr, message } = error as Error & { readonly stderr?: string }
    return { failure: stderr?.trim() || message }
  }
}
