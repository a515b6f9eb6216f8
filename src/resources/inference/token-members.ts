import { plainName } from '../../lib/plain-name.js'
import type { PropertyPath } from '../resource-model.js'
import type { SchemaView } from './schema-view.js'

/** What a member of an answer tells of a session. */
export type TokenMemberKind =
  | 'access'
  /** An access token that is called a key. */
  | 'key'
  | 'refresh'
  | 'expiresIn'
  | 'expiresAt'
  | 'type'

/** Where an answer tells something of a session. */
export interface TokenMember {
  readonly kind: TokenMemberKind
  readonly at: PropertyPath
}

const kinds: Readonly<Record<TokenMemberKind, RegExp>> = {
  access:
    /^(token|accesstoken|authtoken|authorizationtoken|authenticationtoken|jwt|jwttoken|idtoken|bearertoken|bearer|sessiontoken|usertoken|logintoken|securitytoken)$/,
  key: /^(apikey|apitoken|accesskey|sessionkey|sessionid|apisecret)$/,
  refresh: /^refreshtoken$/,
  expiresIn: /^(expiresin|expiresinseconds|expires|ttl|validfor)$/,
  expiresAt:
    /^(expiresat|expireat|expiration|expirationtime|expirationdate|expirydate|expires|expiry|validuntil)$/,
  type: /^tokentype$/,
}

const typesOf: Readonly<Record<TokenMemberKind, readonly string[]>> = {
  access: ['string'],
  key: ['string'],
  refresh: ['string'],
  expiresIn: ['integer', 'number'],
  expiresAt: ['string', 'integer', 'number'],
  type: ['string'],
}

const mostDepth = 3

const kindOf = (name: string, view: SchemaView): TokenMemberKind | undefined => {
  const plain = plainName(name)
  const found = (Object.keys(kinds) as TokenMemberKind[]).filter((kind) => kinds[kind].test(plain))
  return found.find((kind) => [...view.types].some((type) => typesOf[kind].includes(type)))
}

/** The members of a body that tell of a session, from outside to inside. */
export const tokenMembers = (
  body: SchemaView | undefined,
  at: PropertyPath = [],
): readonly TokenMember[] => {
  if (!body || at.length >= mostDepth || body.items) return []
  const own: TokenMember[] = []
  const inside: TokenMember[] = []
  for (const name of body.names) {
    const view = body.property(name)
    if (!view) continue
    const kind = kindOf(name, view)
    if (kind) own.push({ kind, at: [...at, name] })
    else if (view.names.length > 0) inside.push(...tokenMembers(view, [...at, name]))
  }
  return [...own, ...inside]
}

/** True for a member that opens the API. */
export const isAccess = ({ kind }: TokenMember): boolean => kind === 'access' || kind === 'key'
