import { scopesOf } from '../auth/credential-claims.js'
import { unknownScopes } from '../auth/grant-tokens.js'
import type { OAuthErrorCode, OAuthForm } from '../auth/oauth-answer.js'
import { Problem } from '../errors.js'
import { isLoopbackOrigin } from './origin.js'

/** An authorization request that can be granted (RFC 6749 §4.1.1). */
export interface AuthorizationRequest {
  readonly clientId: string
  /** Where the answer goes. */
  readonly redirectUri: string
  readonly isImplicit: boolean
  readonly isFragment: boolean
  readonly state: string | undefined
  readonly scope: string | undefined
  readonly audience: string | undefined
  readonly challenge: string | undefined
  readonly nonce: string | undefined
  readonly prompt: string | undefined
  readonly loginHint: string | undefined
}

/** Where answers may go. */
export interface RedirectPolicy {
  readonly profile: 'local' | 'public'
  readonly allowOrigin: ReadonlySet<string>
}

/** Schemes that a browser acts on itself: never the address of a client. */
const unsafeScheme = /^(?:javascript|data|vbscript|file|blob|about|view-source|filesystem|wss?):/i

/** Hosts may have characters that mean something in a header. */
const plainOrigin = /^https?:\/\/[\w.:[\]-]+$/

/**
 * How far a redirect target is trusted: `own` ones get their answer at once, `shown` ones only after
 * somebody has read where it goes and has agreed.
 */
export const redirectTrust = (
  target: string,
  { profile, allowOrigin }: RedirectPolicy,
): 'own' | 'shown' | 'refused' => {
  // eslint-disable-next-line no-control-regex
  if (!URL.canParse(target) || /[\u0000-\u0020#\\]/.test(target) || unsafeScheme.test(target))
    return 'refused'
  const { origin, protocol, username } = new URL(target)
  if (/^https?:$/.test(protocol)) {
    if (username !== '' || !plainOrigin.test(origin)) return 'refused'
    if (isLoopbackOrigin(origin) || allowOrigin.has(origin)) return 'own'
  }
  return profile === 'public' ? 'refused' : 'shown'
}

const refuse = (detail: string, fix: string): Problem =>
  new Problem('authorization-refused', { detail, fix })

/** Sends an answer back to the client: parameters in the query, or in the fragment. */
export const redirectTo = (
  {
    redirectUri,
    isFragment,
    state,
  }: Pick<AuthorizationRequest, 'redirectUri' | 'isFragment' | 'state'>,
  issuer: string,
  answer: Readonly<Record<string, string | undefined>>,
): string => {
  const given = Object.entries({ ...answer, state, iss: issuer }).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  )
  const text = new URLSearchParams(given).toString()
  if (isFragment) return `${redirectUri}#${text}`
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${text}`
}

/** What is wrong with a request whose client may be told so. */
export interface RefusedRequest {
  readonly error: OAuthErrorCode
  readonly description: string
}

const flawOf = (form: OAuthForm, scopes: ReadonlySet<string>): RefusedRequest | undefined => {
  const type = form.get('response_type')
  if (type === undefined)
    return { error: 'invalid_request', description: 'response_type is missing' }
  if (type !== 'code' && type !== 'token')
    return { error: 'unsupported_response_type', description: 'Use response_type=code' }
  const mode = form.get('response_mode')
  if (mode !== undefined && mode !== 'query' && mode !== 'fragment')
    return { error: 'invalid_request', description: 'response_mode is query or fragment' }
  const challenge = form.get('code_challenge')
  const method = form.get('code_challenge_method')
  if (challenge === undefined ? method !== undefined : method !== 'S256')
    return {
      error: 'invalid_request',
      description: 'Use code_challenge with code_challenge_method=S256',
    }
  if (challenge !== undefined && !/^[\w-]{43}$/.test(challenge))
    return { error: 'invalid_request', description: 'The code_challenge is no S256 hash' }
  const [unknown] = unknownScopes(form.get('scope'), scopes)
  if (unknown !== undefined)
    return {
      error: 'invalid_scope',
      description: `The contract has no scope ${unknown.slice(0, 80)}`,
    }
  return undefined
}

/**
 * Reads an authorization request. A client that cannot be told apart from a forged one is told nothing.
 * @throws Problem `authorization-refused` (400) for a client or a target that cannot be answered.
 */
export const readAuthorizationRequest = (
  form: OAuthForm,
  policy: RedirectPolicy,
  scopes: ReadonlySet<string>,
): AuthorizationRequest & { readonly flaw?: RefusedRequest | undefined } => {
  const clientId = form.get('client_id')
  const redirectUri = form.get('redirect_uri')
  if (!clientId) throw refuse('The client_id is missing.', 'Send any name as client_id.')
  if (!redirectUri)
    throw refuse('The redirect_uri is missing.', 'Send an absolute URL of the client.')
  if (redirectTrust(redirectUri, policy) === 'refused')
    throw refuse(
      `The redirect_uri may not be ${redirectUri.slice(0, 200)}.`,
      'Use an absolute URL without fragment: on this machine, or of an origin that --allow-origin names.',
    )
  const isImplicit = form.get('response_type') === 'token'
  const scope = scopesOf(form.get('scope')).join(' ')
  return {
    ...{ clientId, redirectUri, isImplicit, state: form.get('state') },
    isFragment: isImplicit || form.get('response_mode') === 'fragment',
    scope: scope === '' ? undefined : scope,
    audience: form.get('resource') ?? form.get('audience'),
    challenge: form.get('code_challenge'),
    nonce: form.get('nonce'),
    prompt: form.get('prompt'),
    loginHint: form.get('login_hint'),
    flaw: flawOf(form, scopes),
  }
}
