import type { Chance } from './chance.js'
import type { CredentialMint } from './credential-mint.js'
import type { Transaction } from '../store/store.js'

/** What an OAuth 2.0 endpoint answers: a JSON body, and headers as name, value. */
export interface OAuthAnswer {
  readonly status: 200 | 400 | 401
  readonly body: Readonly<Record<string, unknown>>
  readonly headers?: readonly string[]
}

/** The error codes that clients act on (RFC 6749 §4.1.2.1, §5.2; OpenID Connect Core 1.0 §3.1.2.6). */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'invalid_token'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'access_denied'
  | 'interaction_required'

/** A refusal: an answer, not a throw, because what it has written (a theft that was noticed) stays. */
export const refusedOAuth = (error: OAuthErrorCode, description: string): OAuthAnswer => ({
  status: error === 'invalid_client' || error === 'invalid_token' ? 401 : 400,
  body: { error, error_description: description },
  ...(error === 'invalid_client' && {
    headers: ['WWW-Authenticate', 'Basic realm="openapi-sandbox"'],
  }),
  ...(error === 'invalid_token' && {
    headers: [
      'WWW-Authenticate',
      `Bearer realm="openapi-sandbox", error="invalid_token", error_description="${description}"`,
    ],
  }),
})

/** True for what could not be granted. */
export const isRefusal = <T extends object>(value: T | OAuthAnswer): value is OAuthAnswer =>
  'status' in value && 'body' in value

/** The sandbox that tokens are granted in, and where its clients reach it. */
export interface OAuthContext {
  readonly name: string
  readonly state: Transaction
  readonly clock: { readonly now: () => number }
  readonly random: Chance
  readonly auth: { readonly credentials: CredentialMint }
  readonly issuer: string
}

/** The parameters of a request, each once. */
export type OAuthForm = ReadonlyMap<string, string>
