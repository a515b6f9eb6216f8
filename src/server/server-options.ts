import type { JsonObject } from '../lib/json-object.js'
import { SetupError } from '../errors.js'
import type { Limits } from '../sandbox/sandbox-about.js'
import { silent, type Log } from './log-entry.js'
import type { AnyHandler } from './any-handler.js'
import type { Handlers } from '../generated/handlers.js'
import type { HandlerContext } from '../handlers/handler-context.js'
import type { OnExchange } from './seen-exchange.js'

/** Handlers by operationId: those of the HeyDonto contract are typed, others take any contract's. */
export type HandlerMap = Partial<Handlers<HandlerContext>> | Readonly<Record<string, AnyHandler>>

/** The contract and its handlers: those of the default contract are typed from it. */
export type ContractOptions =
  | {
      readonly contract?: undefined
      readonly handlers?: Partial<Handlers<HandlerContext>> | undefined
    }
  | {
      /**
       * An OpenAPI document, or several: each a file, a URL, `-` for `input`, or the parsed document.
       * Default: the HeyDonto contract.
       */
      readonly contract: string | JsonObject | readonly (string | JsonObject)[]
      readonly handlers?: Readonly<Record<string, AnyHandler>> | undefined
    }

/** How a server is to be; every member has a default. docs/options.md explains each. */
export type ServerOptions = ContractOptions & CommonOptions

interface CommonOptions {
  /** Folders and origins, beside the folder of the contract, that its references may lead to. */
  readonly allowRefs?: readonly string[]
  /** Overlay documents (Overlay Specification 1.0, 1.1) that change the contracts: files or URLs. */
  readonly overlay?: readonly string[]
  /** What the contract `-` is read from: standard input. */
  readonly input?: AsyncIterable<Uint8Array>
  /** The folder state is kept in. Without it state is kept in memory. */
  readonly data?: string
  readonly store?: 'file' | 'memory'
  /** First contents of every sandbox: a file, or its parsed contents. */
  readonly seed?: string | JsonObject
  /** A folder of seeds that have a name: `NAME.json` is the seed NAME. */
  readonly seeds?: string
  /** The most sandboxes that there may be. Default: 10,000, in the public profile 1,000. */
  readonly maxSandboxes?: number
  /** The most records that a sandbox may hold. Default: 200,000, in the public profile 10,000. */
  readonly maxRecords?: number
  /** The most snapshots of a sandbox. Default: 20. */
  readonly maxSnapshots?: number
  /**
   * Seconds after which a sandbox that nobody uses is deleted. Default: never, in the public profile after six
   * hours.
   */
  readonly sandboxIdle?: number
  /** What happens to requests that break the contract: refused, passed with a warning, not looked at. */
  readonly validate?: 'error' | 'warn' | 'off'
  /** Whether operations without a handler remember: state is inferred from the contract. Default: on. */
  readonly state?: 'on' | 'off'
  /** YAML or JSON file that corrects what is inferred of the state. */
  readonly stateFile?: string
  /** Whether the mock asks for credentials to be present. */
  readonly mockCredentials?: 'presence' | 'off'
  /**
   * What the sandbox of another contract than HeyDonto's asks for: nothing, that credentials are there,
   * or that they were made here. Default: off where `mockCredentials` is, else presence; verify in the
   * public profile.
   */
  readonly auth?: 'off' | 'presence' | 'verify'
  /** Who may manage users in the sandbox. */
  readonly authorization?: 'any' | 'admin'
  readonly profile?: 'local' | 'public'
  /** Key for tokens, at least 32 bytes in the public profile. Default: generated, kept in `data`. */
  readonly jwtSecret?: string
  /**
   * What opens the control API where other machines reach the server: behind a `publicUrl`, in the public
   * profile, or listening beyond loopback; everywhere when it is given. Default: one is made
   * (`server.controlToken`).
   */
  readonly controlToken?: string
  /** The largest request body, in bytes. */
  readonly maxBody?: number
  /** Origins that browsers may send cookies from, beside loopback ones. */
  readonly allowOrigin?: readonly string[]
  /** Host names the server answers for, beside localhost, its sub-domains and addresses. */
  readonly allowHost?: readonly string[]
  /** Request headers that pages of other origins may send, besides well-known and documented ones. */
  readonly allowHeader?: readonly string[]
  /** Answers browsers that ask whether pages of the internet may call this machine. Default: false. */
  readonly allowLocalNetwork?: boolean
  /** The origin under which clients reach the server, where a proxy stands in front of it. */
  readonly publicUrl?: string
  /** Refuses requests that name no sandbox; in the public profile they always are. Default: false. */
  readonly requireSandbox?: boolean
  /** Checks everything about the contract first, and serves none that has a fault. */
  readonly strict?: boolean
  /** The front end that links in mails lead to. */
  readonly appUrl?: string
  /** What happens to a reply of a handler that breaks the contract. */
  readonly replyCheck?: 'error' | 'warn' | 'off'
  /** Loads the contracts anew when one of their files changes. Default: false. */
  readonly watch?: boolean
  /** Examples are answered as they are written; else the values of the request flow into them. */
  readonly strictExamples?: boolean
  /** An example that is asked for and not documented is a 404; else the usual answer is given. */
  readonly errorIfForcedExampleNotFound?: boolean
  /** Where callbacks may be sent: nowhere, to programs of this machine, anywhere. Public: nowhere. */
  readonly callbacks?: 'off' | 'loopback' | 'any'
  /** How many exchanges of each sandbox are kept in memory; 0: none. Default: 300. */
  readonly journal?: number
  readonly log?: Log
  /** Told of each exchange when it is answered, with its whole request: for tests of clients. */
  readonly onExchange?: OnExchange
}

/** The options with every default filled in. */
export interface ServerSettings {
  readonly validate: 'error' | 'warn' | 'off'
  readonly state: 'on' | 'off'
  readonly mockCredentials: 'presence' | 'off'
  readonly auth: 'off' | 'presence' | 'verify'
  readonly authorization: 'any' | 'admin'
  readonly profile: 'local' | 'public'
  readonly maxBody: number
  readonly allowOrigin: ReadonlySet<string>
  readonly allowHost: ReadonlySet<string>
  /** In lower case. */
  readonly allowHeader: ReadonlySet<string>
  readonly allowLocalNetwork: boolean
  readonly publicUrl: string | undefined
  readonly requireSandbox: boolean
  readonly strict: boolean
  readonly appUrl: string
  readonly replyCheck: 'error' | 'warn' | 'off'
  readonly strictExamples: boolean
  readonly errorIfForcedExampleNotFound: boolean
  readonly callbacks: 'off' | 'loopback' | 'any'
  readonly seeds: string | undefined
  readonly maxSandboxes: number
  /** Those of each sandbox. */
  readonly limits: Limits
  /** In seconds; undefined: they never expire. */
  readonly sandboxIdle: number | undefined
  readonly log: Log
  readonly onExchange: OnExchange | undefined
}

/** How much sandboxes may hold. Strangers get less: what they leave behind is gone after six hours. */
const worldSettings = (options: ServerOptions) => {
  const isPublic = options.profile === 'public'
  return {
    seeds: options.seeds,
    maxSandboxes: options.maxSandboxes ?? (isPublic ? 1_000 : 10_000),
    limits: {
      records: options.maxRecords ?? (isPublic ? 10_000 : 200_000),
      snapshots: options.maxSnapshots ?? 20,
      journal: journalOf(options),
    },
    sandboxIdle: options.sandboxIdle ?? (isPublic ? 6 * 60 * 60 : undefined),
  }
}
/** The most exchanges that a journal keeps: as many as its contract lets one ask for. */
const maxJournal = 10_000

/** 1 MiB. */
const defaultMaxBody = 1_048_576

/** The settings of what is answered from the contract. */
const answerSettings = (options: ServerOptions) => ({
  strictExamples: options.strictExamples ?? true,
  errorIfForcedExampleNotFound: options.errorIfForcedExampleNotFound ?? true,
  callbacks: options.callbacks ?? (options.profile === 'public' ? 'off' : 'loopback'),
})

/** Whoever lets the mock ask for nothing asks for nothing at the root either, unless they say so. */
const authOf = ({ auth, mockCredentials, profile }: ServerOptions): ServerSettings['auth'] =>
  auth ?? (mockCredentials === 'off' ? 'off' : profile === 'public' ? 'verify' : 'presence')

const lowerCase = (texts: readonly string[] = []): ReadonlySet<string> =>
  new Set(texts.map((text) => text.toLowerCase()))

/** The origin of a URL that says nothing else. @throws SetupError `option-invalid`. */
const publicOrigin = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url
  throw new SetupError(
    'option-invalid',
    `publicUrl cannot be ${JSON.stringify(text)}: it is an origin such as https://sandbox.example.com`,
  )
}

/** The settings of where clients and pages are, and under which name they come. Our own name is allowed. */
const reachSettings = (options: ServerOptions) => {
  const own = options.publicUrl === undefined ? undefined : publicOrigin(options.publicUrl)
  return {
    allowOrigin: lowerCase([...(options.allowOrigin ?? []), ...(own ? [own.origin] : [])]),
    allowHost: lowerCase([...(options.allowHost ?? []), ...(own ? [own.hostname] : [])]),
    allowHeader: lowerCase(options.allowHeader),
    allowLocalNetwork: options.allowLocalNetwork ?? false,
    publicUrl: own?.origin,
  }
}

/** @throws SetupError `option-invalid`. */
const journalOf = ({ journal = 300 }: ServerOptions): number => {
  if (Number.isInteger(journal) && journal >= 0 && journal <= maxJournal) return journal
  throw new SetupError(
    'option-invalid',
    `journal cannot be ${String(journal)}: it is a whole number from 0 to ${maxJournal}`,
  )
}

/**
 * Fills in the defaults.
 * @throws SetupError `option-invalid` for a publicUrl that is no origin, or a journal of no length.
 */
export const settingsOf = (options: ServerOptions): ServerSettings => ({
  validate: options.validate ?? 'error',
  state: options.state ?? 'on',
  mockCredentials: options.mockCredentials ?? 'presence',
  auth: authOf(options),
  authorization: options.authorization ?? 'any',
  profile: options.profile ?? 'local',
  maxBody: options.maxBody ?? defaultMaxBody,
  ...reachSettings(options),
  requireSandbox: options.requireSandbox === true || options.profile === 'public',
  strict: options.strict ?? false,
  appUrl: (options.appUrl ?? 'http://localhost:3000').replace(/\/+$/, ''),
  replyCheck: options.replyCheck ?? 'error',
  ...answerSettings(options),
  ...worldSettings(options),
  log: options.log ?? silent,
  onExchange: options.onExchange,
})
