import { subjectNamed, usualUser } from '../auth/credential-claims.js'
import type { CredentialMint } from '../auth/credential-mint.js'
import type { Contract, SecurityScheme } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import { nearest } from '../lib/nearest.js'
import type { Clock } from '../sandbox/clock.js'
import type { Random } from '../sandbox/random.js'

/** For whom, and for what, a credential is made; every member has a default. */
export interface CredentialOptions {
  /** A name or an address. Default: user@example.com. */
  readonly user?: string | undefined
  /** The name of a security scheme. Default: the first one that a credential can be made for. */
  readonly scheme?: string | undefined
  /** Separated by spaces. Default: nothing is limited. */
  readonly scope?: string | undefined
  /** In seconds. Default: 24 hours. */
  readonly expiresIn?: number | undefined
  readonly sandbox?: string | undefined
}

/** A credential, and how it is sent. */
export interface MintedCredential {
  /** The token or the key; for basic the name and the password: `ann:osk_...`. */
  readonly credential: string
  /** Undefined where the contract has no security schemes: it is a bearer then. */
  readonly scheme?: string
  readonly in: 'header' | 'query' | 'cookie'
  /** The name of the header, the parameter or the cookie, and its whole value. */
  readonly name: string
  readonly value: string
  /** RFC 3339 date-time in UTC, by the sandbox's clock. */
  readonly expiresAt: string
}

/** What credentials are made with. */
export interface MintingParts {
  readonly contracts: readonly Pick<Contract, 'securitySchemes'>[]
  readonly credentials: CredentialMint
  readonly clock: Clock
  readonly random: Random
  /** The origin of the sandbox, as its clients reach it. */
  readonly issuer: string
}

/** 24 hours, as a session lasts. */
const usualLifetime = 24 * 60 * 60

/** Digest needs a secret that both sides know, mutual TLS a certificate. */
export const isMintable = ({ type, scheme }: SecurityScheme): boolean =>
  type !== 'mutualTLS' && scheme !== 'digest'

const schemesOf = (contracts: MintingParts['contracts']): ReadonlyMap<string, SecurityScheme> =>
  new Map(contracts.flatMap(({ securitySchemes }) => [...securitySchemes]))

const chosenScheme = (
  schemes: ReadonlyMap<string, SecurityScheme>,
  wanted: string | undefined,
): readonly [string, SecurityScheme] | undefined => {
  if (wanted === undefined) return [...schemes].find(([, scheme]) => isMintable(scheme))
  const scheme = schemes.get(wanted)
  if (scheme && isMintable(scheme)) return [wanted, scheme]
  const names = [...schemes].flatMap(([name, one]) => (isMintable(one) ? [name] : []))
  const known = names.length > 0 ? `It has: ${names.join(', ')}.` : 'It has none.'
  const [close] = nearest(wanted, names)
  throw new SetupError(
    'option-invalid',
    scheme
      ? `No credential can be made for ${wanted}: it is ${scheme.scheme ?? scheme.type}`
      : `The contract has no security scheme ${wanted}`,
    {},
    close === undefined ? known : `Did you mean ${close}? ${known}`,
  )
}

type Placed = Pick<MintedCredential, 'credential' | 'in' | 'name' | 'value'>

const inAuthorization = (credential: string, word: string, value = credential): Placed => ({
  credential,
  in: 'header',
  name: 'Authorization',
  value: `${word} ${value}`,
})

const isPlace = (place: string | undefined): place is MintedCredential['in'] =>
  place === 'header' || place === 'query' || place === 'cookie'

/** Puts a token or a key where its scheme wants it. */
const placed = (
  scheme: SecurityScheme | undefined,
  user: string,
  made: { readonly token: () => string; readonly key: () => string },
): Placed => {
  if (scheme?.type === 'apiKey') {
    const { name = '', in: place } = scheme
    // Contracts that call the whole header a key mean a bearer.
    if (place === 'header' && name.toLowerCase() === 'authorization')
      return inAuthorization(made.token(), 'Bearer')
    const credential = made.key()
    return { credential, in: isPlace(place) ? place : 'header', name, value: credential }
  }
  if (scheme?.scheme === 'basic') {
    const credential = `${user}:${made.key()}`
    return inAuthorization(credential, 'Basic', Buffer.from(credential).toString('base64'))
  }
  const word = scheme?.type === 'http' ? (scheme.scheme ?? 'bearer') : 'bearer'
  return inAuthorization(made.token(), word.slice(0, 1).toUpperCase() + word.slice(1))
}

/**
 * Makes a credential that the sandbox takes for a scheme of the contracts.
 * @throws SetupError `option-invalid` for a scheme that there is not, or that none can be made for.
 */
export const mintCredential = (
  { contracts, credentials, clock, random, issuer }: MintingParts,
  { user = usualUser, scheme: wanted, scope, expiresIn, sandbox = 'default' }: CredentialOptions,
): MintedCredential => {
  const chosen = chosenScheme(schemesOf(contracts), wanted)
  const claims = credentials.claims(
    {
      ...{ subject: subjectNamed(user), sandbox, issuer, scope },
      lifetime: expiresIn ?? usualLifetime,
    },
    { random, now: clock.now() },
  )
  const made = {
    token: () => credentials.token(claims),
    key: () => credentials.key(claims, random),
  }
  return {
    ...placed(chosen?.[1], user, made),
    ...(chosen && { scheme: chosen[0] }),
    expiresAt: new Date(claims.exp * 1000).toISOString(),
  }
}
