import { redeemCode } from './redeem-code.js'
import { scopesOf, type Subject } from './credential-claims.js'
import { type IssuedTokens, issueTokens } from './issue-tokens.js'
import {
  isRefusal,
  type OAuthAnswer,
  type OAuthContext,
  type OAuthForm,
  refusedOAuth,
} from './oauth-answer.js'
import type { OAuthClient } from './oauth-client.js'
import { rotateRefreshToken } from './refresh-token.js'

/** What a server knows of whom it grants tokens to. */
export interface GrantPolicy {
  /** The scopes that the contracts document; empty: any. */
  readonly scopes: ReadonlySet<string>
  /** Who has this name and password; undefined: nobody. */
  readonly subjectOf: (name: string, password: string) => Promise<Subject | undefined>
}

/** The grants of the token endpoint. */
export const grantTypes = [
  'authorization_code',
  'client_credentials',
  'refresh_token',
  'password',
] as const

/** Scopes of OpenID Connect (Core 1.0 §5.4, §11), which no contract has to document. */
export const standardScopes: readonly string[] = [
  ...['openid', 'profile', 'email', 'address', 'phone', 'offline_access'],
]

/** The scopes that no contract documents, where contracts document any. */
export const unknownScopes = (
  scope: string | undefined,
  known: ReadonlySet<string>,
): readonly string[] =>
  known.size === 0
    ? []
    : scopesOf(scope).filter((one) => !known.has(one) && !standardScopes.includes(one))

type Exchange = (
  context: OAuthContext,
  client: OAuthClient | undefined,
  form: OAuthForm,
  policy: GrantPolicy,
) => Promise<IssuedTokens | OAuthAnswer>

const anonymous = refusedOAuth('invalid_client', 'The client_id is missing')

/** The API that tokens are for (RFC 8707), under either of its usual names. */
const audienceOf = (form: OAuthForm): string | undefined =>
  form.get('resource') ?? form.get('audience')

const forClient: Exchange = async (context, client, form) => {
  if (!client) return anonymous
  if (!client.secret) return refusedOAuth('invalid_client', 'The client_secret is missing')
  return issueTokens(context, {
    subject: { id: client.id },
    ...{ clientId: client.id, scope: form.get('scope'), audience: audienceOf(form) },
    isLasting: false,
  })
}

const forPassword: Exchange = async (context, client, form, policy) => {
  const [name, password] = [form.get('username'), form.get('password')]
  if (!name || password === undefined)
    return refusedOAuth('invalid_request', 'username and password are needed')
  const subject = await policy.subjectOf(name, password)
  if (!subject) return refusedOAuth('invalid_grant', 'The user or the password is not known here')
  return issueTokens(context, {
    ...{ subject, clientId: client?.id ?? '', scope: form.get('scope') },
    ...{ audience: audienceOf(form), isLasting: true },
  })
}

const exchanges: Readonly<Record<(typeof grantTypes)[number], Exchange>> = {
  authorization_code: async (context, client, form) =>
    client ? redeemCode(context, client, form) : anonymous,
  client_credentials: forClient,
  password: forPassword,
  refresh_token: async (context, client, form) => rotateRefreshToken(context, client?.id, form),
}

const isGrantType = (type: string): type is (typeof grantTypes)[number] =>
  Object.hasOwn(exchanges, type)

/** What the token endpoint does (RFC 6749 §3.2): exchanges what a client has for tokens. */
export const grantTokens = async (
  context: OAuthContext,
  client: OAuthClient | OAuthAnswer | undefined,
  form: OAuthForm,
  policy: GrantPolicy,
): Promise<IssuedTokens | OAuthAnswer> => {
  if (client && isRefusal(client)) return client
  const type = form.get('grant_type')
  if (type === undefined) return refusedOAuth('invalid_request', 'The grant_type is missing')
  if (!isGrantType(type))
    return refusedOAuth('unsupported_grant_type', `Use one of ${grantTypes.join(', ')}`)
  const [unknown] = unknownScopes(form.get('scope'), policy.scopes)
  if (unknown !== undefined)
    return refusedOAuth('invalid_scope', `The contract has no scope ${unknown.slice(0, 80)}`)
  return exchanges[type](context, client, form, policy)
}
