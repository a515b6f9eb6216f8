import type { Environment } from '../options.js'
import type { Server, ServerOptions } from '../server/create-server.js'
import type { Printer } from './print.js'
import type { ResolvedOptions } from './resolve-options.js'
import type { SignalSource } from './signals.js'

/** Everything outside of itself that the command line touches. */
export interface CommandWorld {
  readonly printer: Printer
  /** Standard input. */
  readonly input?: AsyncIterable<Uint8Array>
  readonly signals: SignalSource
  /** True when the process belongs to a terminal, whose closing sends SIGHUP. */
  readonly hasTerminal: boolean
  /** The folder that the command is run in. Default: that of the process. */
  readonly folder?: string
  /** Ends the process at once. */
  readonly exitNow: (code: number) => void
  /** Imports the server: on demand, because help and mistakes need none. */
  readonly loadServer: () => Promise<(options: ServerOptions) => Promise<Server>>
  /** The variables of the process when absent. */
  readonly environment?: Environment
}

/** One call of a command. */
export interface CommandCall extends ResolvedOptions {
  readonly positionals: readonly string[]
  /** The words behind `--`, where the command takes them apart from the others. */
  readonly behind?: readonly string[]
  readonly world: CommandWorld
}

/** Runs a command; resolves to its exit code. */
export type Command = (call: CommandCall) => Promise<number>
