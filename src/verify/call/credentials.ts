import type { Contract, Operation } from '../../contract/contract.js'
import { createSessionOperations } from '../../resources/inference/session-operations.js'
import type { Actor } from '../stage.js'
import {
  madeUpSecret,
  noCredentials,
  type SentCredentials,
  together,
  writtenCredential,
} from './written-credential.js'

export type { SentCredentials } from './written-credential.js'

/** Finds the credentials of a request; undefined when an operation asks for some and none are known. */
export type CredentialsFor = (
  operation: Operation,
  as: Actor,
) => SentCredentials | undefined | Promise<SentCredentials | undefined>

/** Where secrets come from that can be had anew: a login, or a command. */
export interface SecretSource {
  /** The secrets by the name of their security scheme. Rejects with a SetupError when there are none. */
  readonly get: () => Promise<ReadonlyMap<string, string>>
}

/** Secrets by the name of the security scheme, or where they come from. */
export type KnownCredentials = ReadonlyMap<string, string | SecretSource>

/** The credentials of a run. */
export interface Sessions {
  readonly credentials: CredentialsFor
  /** To be told the status of each answer: a session that has ended is begun again. */
  readonly answered: (operation: Operation, as: Actor, status: number) => void
  /** Gets everything that has to be got. Rejects with the SetupError of a source. */
  readonly begin: () => Promise<void>
  /** Every secret that was used so far. */
  readonly secrets: () => readonly string[]
}

type Owner = 'user' | 'other'

/** A session may be begun anew so often: who is refused again and again is not logged out. */
const maxRenewals = 20

/** A source, and what it gave last. */
class Held {
  #given: ReadonlyMap<string, string> | undefined
  #hasWorked = false
  #renewals = 0

  constructor(
    private readonly source: SecretSource,
    private readonly note: (secret: string) => void,
  ) {}

  async get(): Promise<ReadonlyMap<string, string>> {
    return (this.#given ??= await this.fresh())
  }

  /** A session of its own. */
  async fresh(): Promise<ReadonlyMap<string, string>> {
    const given = await this.source.get()
    for (const secret of given.values()) this.note(secret)
    return given
  }

  answered(status: number): void {
    if (status >= 200 && status < 300) this.#hasWorked = true
    if (status !== 401 || !this.#hasWorked || this.#renewals >= maxRenewals) return
    this.#renewals++
    this.#hasWorked = false
    this.#given = undefined
  }
}

class SessionKeeper {
  readonly #contract: Contract
  readonly #known: Readonly<Record<Owner, KnownCredentials>>
  readonly #held = new Map<SecretSource, Held>()
  readonly #secrets = new Set<string>()
  readonly #endsSession: (operation: Operation) => boolean

  constructor(contract: Contract, known: Readonly<Record<Owner, KnownCredentials>>) {
    this.#contract = contract
    this.#known = known
    const roleOf = createSessionOperations(contract)
    this.#endsSession = (operation) => roleOf(operation)?.role === 'logout'
    for (const secret of [...known.user.values(), ...known.other.values()])
      if (typeof secret === 'string') this.#secrets.add(secret)
      else this.#held.set(secret, new Held(secret, (text) => this.#secrets.add(text)))
  }

  readonly secrets = (): readonly string[] => [...this.#secrets]

  readonly begin = async (): Promise<void> => {
    for (const held of this.#held.values()) await held.get()
  }

  readonly credentials = async (
    operation: Operation,
    as: Actor,
  ): Promise<SentCredentials | undefined> => {
    const { security } = operation
    if (as === 'nobody' || security.length === 0) return noCredentials
    const names = this.#alternative(operation, as)
    if (!names) return undefined
    const parts = await Promise.all(names.map((name) => this.#written(name, operation, as)))
    return parts.every((part) => part !== undefined) ? together(parts) : undefined
  }

  readonly answered = (operation: Operation, as: Actor, status: number): void => {
    if (as === 'nobody' || as === 'stranger' || this.#endsSession(operation)) return
    for (const name of this.#alternative(operation, as) ?? []) {
      const secret = this.#known[as].get(name)
      if (typeof secret === 'object') this.#held.get(secret)?.answered(status)
    }
  }

  /** The schemes that are used: credentials are sent where they are known, though none may be needed. */
  #alternative({ security }: Operation, as: Actor): readonly string[] | undefined {
    const isKnown = (name: string): boolean =>
      as === 'stranger'
        ? this.#contract.securitySchemes.has(name)
        : as !== 'nobody' && this.#known[as].has(name)
    return [...security]
      .map((alternative) => Object.keys(alternative))
      .sort((a, b) => Number(a.length === 0) - Number(b.length === 0))
      .find((names) => names.every(isKnown))
  }

  async #written(
    name: string,
    operation: Operation,
    as: Actor,
  ): Promise<SentCredentials | undefined> {
    const scheme = this.#contract.securitySchemes.get(name)
    if (!scheme || as === 'nobody') return undefined
    const like = this.#known.user.get(name)
    const secret =
      as === 'stranger'
        ? madeUpSecret(scheme, typeof like === 'string' ? like : undefined)
        : await this.#secret(this.#known[as].get(name), name, this.#endsSession(operation))
    return secret === undefined ? undefined : writtenCredential(scheme, secret)
  }

  /** The secret of a scheme; what ends a session gets one of its own, or none. */
  async #secret(
    known: string | SecretSource | undefined,
    name: string,
    isLast: boolean,
  ): Promise<string | undefined> {
    if (known === undefined || typeof known === 'string') return isLast ? undefined : known
    const held = this.#held.get(known)
    try {
      return (await (isLast ? held?.fresh() : held?.get()))?.get(name)
    } catch {
      // It was had when the run began: what cannot be had now leaves its cases unverified.
      return undefined
    }
  }
}

/** The credentials of the user of a run and of a second one, got and renewed as it is needed. */
export const createSessions = (
  contract: Contract,
  known: { readonly user: KnownCredentials; readonly other: KnownCredentials },
): Sessions => new SessionKeeper(contract, known)

/** Credentials by security scheme: of the user, of a second one, and made-up ones. */
export const createCredentials = (
  contract: Contract,
  known: { readonly user: KnownCredentials; readonly other: KnownCredentials },
): CredentialsFor => createSessions(contract, known).credentials
