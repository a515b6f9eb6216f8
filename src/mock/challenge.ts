import type { Contract, Operation, SecurityScheme } from '../contract/contract.js'
import { own } from '../lib/json-object.js'

const realm = 'realm="*"'

/** Challenges with a name or parameters of their own (RFC 7617, RFC 7616). */
const special: Readonly<Record<string, string>> = {
  basic: `Basic ${realm}`,
  bearer: `Bearer ${realm}`,
  digest: `Digest ${realm}, qop="auth", algorithm=SHA-256, nonce="openapi-sandbox"`,
}

/** Why a bearer was refused (RFC 6750 §3): what its challenge says beside the realm. */
export interface BearerRefusal {
  readonly error: 'invalid_token' | 'insufficient_scope'
  readonly description: string
  /** The scopes that would do. */
  readonly scope?: string | undefined
}

/** Only characters that a quoted string of the header may have (RFC 6750 §3). */
const quoted = (text: string): string => `"${text.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, ' ')}"`

const refusalOf = ({ error, description, scope }: BearerRefusal): string =>
  [
    '',
    `error=${quoted(error)}`,
    `error_description=${quoted(description)}`,
    ...(scope === undefined ? [] : [`scope=${quoted(scope)}`]),
  ].join(', ')

/** The challenge of a scheme; none for keys and certificates, which are no HTTP authentication. */
const challengeOf = ({ type, scheme = '' }: SecurityScheme): string | undefined => {
  if (type === 'oauth2' || type === 'openIdConnect') return special['bearer']
  if (type !== 'http' || !/^[a-z0-9-]+$/.test(scheme)) return undefined
  const known = own(special, scheme)
  return known === undefined
    ? `${scheme.slice(0, 1).toUpperCase()}${scheme.slice(1)} ${realm}`
    : String(known)
}

/**
 * A `WWW-Authenticate` header for each way in which HTTP authentication could have let the request in;
 * that of a bearer says why it was refused.
 */
export const challengesOf = (
  contract: Contract,
  operation: Operation,
  refusal?: BearerRefusal,
): readonly string[] => {
  const values = operation.security
    .flatMap((alternative) => Object.keys(alternative))
    .map((name) => contract.securitySchemes.get(name))
    .map((scheme) => scheme && challengeOf(scheme))
    .filter((value) => value !== undefined)
    .map((value) => (refusal && value.startsWith('Bearer ') ? value + refusalOf(refusal) : value))
  return [...new Set(values)].flatMap((value) => ['WWW-Authenticate', value])
}
