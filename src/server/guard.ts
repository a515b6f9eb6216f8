import type { Contract, Operation } from '../contract/contract.js'
import { scopesOf } from '../auth/credential-claims.js'
import type { Principal } from '../auth/principal.js'
import { Problem } from '../errors.js'
import { challengesOf } from '../mock/challenge.js'
import { isMet, missingCredentials, requirePresence } from '../mock/presence.js'
import { type CredentialSource, presentedCredential } from '../mock/presented-credential.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import { bareCredential, identifyCredential, type Identified } from './identify-credential.js'
import { mayUseCookies } from './origin.js'
import type { ServerSettings } from './server-options.js'
import { isSafe } from './trusted-origin.js'
import type { Visit } from './visit.js'

/** Judges the credentials of requests to a contract that is not ours. */
export interface Guard {
  /**
   * Sees to it that something is presented, before anything is read.
   * @throws Problem `credentials-missing` (401).
   */
  readonly requirePresent: (visit: Visit, operation: Operation) => void
  /** False when nothing that the request presents can be judged: it is let in as it is. */
  readonly mustIdentify: (visit: Visit, operation: Operation) => boolean
  /**
   * Who sent the request; undefined when its credentials do not say so.
   * @throws Problem `credentials-invalid` (401), `permission-missing` (403) or `origin-forbidden` (403).
   */
  readonly identify: (
    visit: Visit,
    operation: Operation,
    sandbox: Sandbox,
  ) => Promise<Principal | undefined>
}

/** What became of each scheme of an operation, by its name; schemes without a credential are not there. */
type Found = ReadonlyMap<string, Identified>

const namesOf = ({ security }: Operation): readonly string[] => [
  ...new Set(security.flatMap((alternative) => Object.keys(alternative))),
]

/** Credentials that the contract knows, where an operation asks for none. */
const namesAt = (contract: Contract, operation: Operation): readonly string[] => {
  const names = namesOf(operation)
  return names.length > 0 ? names : [...contract.securitySchemes.keys()]
}

/** Scopes that a credential lacks. One that carries none at all is not limited. */
const lacking = (found: Identified | undefined, wanted: readonly string[]): readonly string[] => {
  if (found?.is !== 'good' || found.scope === undefined) return []
  const granted = new Set(scopesOf(found.scope))
  return wanted.filter((scope) => !granted.has(scope))
}

const refusedScope = (
  contract: Contract,
  operation: Operation,
  found: Found,
): Problem | undefined => {
  for (const alternative of operation.security)
    for (const [name, wanted] of Object.entries(alternative)) {
      const missing = lacking(found.get(name), wanted)
      if (missing.length === 0) continue
      const scope = wanted.join(' ')
      const description = `The token lacks the scope ${missing.join(' ')}`
      return new Problem('permission-missing', {
        detail: `${description}. The operation asks for: ${scope}.`,
        fix: `Get one with more scopes: openapi-sandbox token --scope "${scope}".`,
        headers: challengesOf(contract, operation, {
          ...{ error: 'insufficient_scope', description, scope },
        }),
      })
    }
  return undefined
}

const refusedCredential = (contract: Contract, operation: Operation, found: Found): Problem => {
  const [refused] = [...found].flatMap(([name, one]) => (one.is === 'good' ? [] : [{ name, one }]))
  if (!refused) return missingCredentials(contract, operation)
  const { name, one } = refused
  const description = one.is === 'refused' ? one.why : 'it was not made here'
  return new Problem('credentials-invalid', {
    detail: `The credential of ${name} is not accepted: ${description}.`,
    fix: `Log in again, or get one with: openapi-sandbox token --scheme ${name}.`,
    headers: challengesOf(contract, operation, { error: 'invalid_token', description }),
  })
}

const firstPrincipal = (found: Found, names: readonly string[]): Principal | undefined => {
  for (const name of names) {
    const one = found.get(name)
    if (one?.is === 'good' && one.principal) return one.principal
  }
  return undefined
}

/** The principal of the first alternative that is met. @throws Problem when none is. */
const admitted = (
  contract: Contract,
  operation: Operation,
  found: Found,
  mode: 'presence' | 'verify',
): Principal | undefined => {
  const isRefused = [...found.values()].some(({ is }) => is === 'refused')
  for (const alternative of operation.security) {
    const names = Object.keys(alternative)
    const holds = (name: string): boolean => {
      const one = found.get(name)
      if (!one || one.is === 'refused' || (one.is === 'unknown' && mode === 'verify')) return false
      return lacking(one, alternative[name] ?? []).length === 0
    }
    // Where credentials are optional, one that is over is an error all the same.
    const isOpen = names.length === 0 && isRefused
    if (!isOpen && isMet(names, contract, holds))
      return firstPrincipal(found, names.length === 0 ? [...found.keys()] : names)
  }
  throw refusedScope(contract, operation, found) ?? refusedCredential(contract, operation, found)
}

/** A page of another origin must not act with a cookie that the browser sends by itself (CSRF). */
const requireOwnPage = (contract: Contract, visit: Visit, found: Found): void => {
  if (mayUseCookies(visit.trust) || isSafe(visit.exchange.method)) return
  const isCookie = (name: string): boolean => contract.securitySchemes.get(name)?.in === 'cookie'
  const names = [...found.keys()]
  if (names.length === 0 || !names.every(isCookie)) return
  throw new Problem('origin-forbidden', {
    detail: `The origin ${visit.exchange.headers['origin'] ?? '(cross-site)'} may not act with a cookie.`,
    fix: 'Send the credential in a header, or start the server with --allow-origin ORIGIN.',
  })
}

/** What may carry credentials: in public no cookie does. */
const sourceOf = (
  { exchange: { headers, query } }: Visit,
  { profile }: Pick<ServerSettings, 'profile'>,
): CredentialSource =>
  profile === 'public' ? { headers: { ...headers, cookie: undefined }, query } : { headers, query }

const presentedAt = (contract: Contract, source: CredentialSource, operation: Operation) =>
  namesAt(contract, operation).flatMap((name) => {
    const credential = presentedCredential(contract.securitySchemes.get(name), source)
    return credential === undefined ? [] : [[name, credential] as const]
  })

/** Makes the guard of a contract. */
export const createGuard = (
  contract: Contract,
  settings: Pick<ServerSettings, 'auth' | 'profile'>,
  isOurs: (credential: string) => boolean,
): Guard => {
  const { auth } = settings
  const presented = (visit: Visit, operation: Operation) =>
    presentedAt(contract, sourceOf(visit, settings), operation)
  return {
    requirePresent: (visit, operation) => {
      if (auth !== 'off') requirePresence(contract, operation, sourceOf(visit, settings))
    },
    mustIdentify: (visit, operation) =>
      auth !== 'off' &&
      operation.security.length > 0 &&
      (auth === 'verify' ||
        presented(visit, operation).some(([name, credential]) =>
          isOurs(bareCredential(contract.securitySchemes.get(name), credential)),
        )),
    identify: async (visit, operation, sandbox) => {
      const found = new Map<string, Identified>()
      for (const [name, credential] of presented(visit, operation))
        found.set(name, await identifyCredential(contract, name, credential, sandbox, auth))
      if (auth === 'off' || operation.security.length === 0)
        return firstPrincipal(found, [...found.keys()])
      requireOwnPage(contract, visit, found)
      return admitted(contract, operation, found, auth)
    },
  }
}
