/** What the kinds of options are read as: ports, sizes in bytes and times are numbers. */
export interface KindValues {
  readonly text: string
  readonly choice: string
  readonly url: string
  readonly port: number
  /** A number of things. */
  readonly count: number
  readonly size: number
  /** A number of things, at least one. */
  readonly amount: number
  /** In seconds. */
  readonly duration: number
  readonly switch: boolean
  readonly list: readonly string[]
  /** Texts that may have commas in them: one each time that the flag is said. */
  readonly texts: readonly string[]
  readonly origin: string
  readonly origins: readonly string[]
  /** Names of headers. */
  readonly headers: readonly string[]
}

/** How the value of an option is written and read. */
export type OptionKind = keyof KindValues

/** A command of the command line. */
export type CommandName =
  | 'serve'
  | 'lint'
  | 'explain'
  | 'explain-state'
  | 'types'
  | 'eject'
  | 'samples'
  | 'token'
  | 'webhook'
  | 'verify'
  | 'run'
  | 'help'

/** One row of the table. */
export interface OptionRow {
  readonly kind: OptionKind
  /** What the value is called in help: `PORT`. */
  readonly value?: string
  readonly choices?: readonly string[]
  /** The value when neither flag nor environment says one, as it would be written on the command line. */
  readonly default?: string
  /** What the help says in place of a default, when it is worked out. */
  readonly defaultText?: string
  /** One letter, for `-x`. */
  readonly alias?: string
  readonly help: string
  /** The commands that read it; all when absent. */
  readonly commands?: readonly CommandName[]
  /** True for what only a flag can say. */
  readonly flagOnly?: true
  /** True for what no message may repeat. */
  readonly secret?: true
}
