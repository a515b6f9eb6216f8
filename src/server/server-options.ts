import type { JsonObject } from '../lib/json-object.js'
import { silent, type Log } from './log-entry.js'
import type { AnyHandler } from './any-handler.js'
import type { Handlers } from '../generated/handlers.js'
import type { HandlerContext } from '../handlers/handler-context.js'

/** Handlers by operationId: those of the HeyDonto contract are typed, others take any contract's. */
export type HandlerMap = Partial<Handlers<HandlerContext>> | Readonly<Record<string, AnyHandler>>

/** The contract and its handlers: those of the default contract are typed from it. */
export type ContractOptions =
  | {
      readonly contract?: undefined
      readonly handlers?: Partial<Handlers<HandlerContext>> | undefined
    }
  | {
      /** An OpenAPI document: a file, a URL, `-` for `input`, or the parsed document. Default: the HeyDonto contract. */
      readonly contract: string | JsonObject
      readonly handlers?: Readonly<Record<string, AnyHandler>> | undefined
    }

/** How a server is to be; every member has a default. docs/options.md explains each. */
export type ServerOptions = ContractOptions & CommonOptions

interface CommonOptions {
  /** Folders and origins, beside the folder of the contract, that its references may lead to. */
  readonly allowRefs?: readonly string[]
  /** What the contract `-` is read from: standard input. */
  readonly input?: AsyncIterable<Uint8Array>
  /** The folder state is kept in. Without it state is kept in memory. */
  readonly data?: string
  readonly store?: 'file' | 'memory'
  /** First contents of every sandbox: a file, or its parsed contents. */
  readonly seed?: string | JsonObject
  /** What happens to requests that break the contract: refused, passed with a warning, not looked at. */
  readonly validate?: 'error' | 'warn' | 'off'
  /** Whether the mock asks for credentials to be present. */
  readonly mockCredentials?: 'presence' | 'off'
  /** Who may manage users in the sandbox. */
  readonly authorization?: 'any' | 'admin'
  readonly profile?: 'local' | 'public'
  /** Key for tokens, at least 32 bytes in the public profile. Default: generated, kept in `data`. */
  readonly jwtSecret?: string
  /** The largest request body, in bytes. */
  readonly maxBody?: number
  /** Origins that browsers may send cookies from, beside loopback ones. */
  readonly allowOrigin?: readonly string[]
  /** Host names the server answers for, beside localhost, its sub-domains and addresses. */
  readonly allowHost?: readonly string[]
  readonly requireSandbox?: boolean
  /** The front end that links in mails lead to. */
  readonly appUrl?: string
  /** What happens to a reply of a handler that breaks the contract. */
  readonly replyCheck?: 'error' | 'warn' | 'off'
  readonly log?: Log
}

/** The options with every default filled in. */
export interface ServerSettings {
  readonly validate: 'error' | 'warn' | 'off'
  readonly mockCredentials: 'presence' | 'off'
  readonly authorization: 'any' | 'admin'
  readonly profile: 'local' | 'public'
  readonly maxBody: number
  readonly allowOrigin: ReadonlySet<string>
  readonly allowHost: ReadonlySet<string>
  readonly requireSandbox: boolean
  readonly appUrl: string
  readonly replyCheck: 'error' | 'warn' | 'off'
  readonly log: Log
}

/** 1 MiB. */
const defaultMaxBody = 1_048_576

/** Fills in the defaults. */
export const settingsOf = (options: ServerOptions): ServerSettings => ({
  validate: options.validate ?? 'error',
  mockCredentials: options.mockCredentials ?? 'presence',
  authorization: options.authorization ?? 'any',
  profile: options.profile ?? 'local',
  maxBody: options.maxBody ?? defaultMaxBody,
  allowOrigin: new Set(options.allowOrigin?.map((origin) => origin.toLowerCase())),
  allowHost: new Set(options.allowHost?.map((host) => host.toLowerCase())),
  requireSandbox: options.requireSandbox ?? options.profile === 'public',
  appUrl: (options.appUrl ?? 'http://localhost:3000').replace(/\/+$/, ''),
  replyCheck: options.replyCheck ?? 'error',
  log: options.log ?? silent,
})
