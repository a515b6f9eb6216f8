import type { Contract } from '../contract/contract.js'

/** What an OAuth 2.0 endpoint is for. */
export type OAuthEndpoint =
  'authorize' | 'token' | 'jwks' | 'metadata' | 'revoke' | 'introspect' | 'userinfo'

/** An endpoint at a path, and what stands in front of it in the issuer. */
export interface OAuthPlace {
  readonly endpoint: OAuthEndpoint
  /** Empty, or the path of the contract's OpenID provider: `/realms/mine`. */
  readonly issuerPath: string
}

/** Where the endpoints always are. */
export const oauthBase = '/_oauth'

const wellKnown = '/.well-known'
const discovery = `${wellKnown}/openid-configuration`
const serverMetadata = `${wellKnown}/oauth-authorization-server`

const below: readonly OAuthEndpoint[] = [
  ...(['authorize', 'token', 'jwks', 'revoke', 'introspect', 'userinfo'] as const),
]

/** The path of a URL that may be relative; undefined for none of use. */
const pathOf = (url: string | undefined): string | undefined => {
  if (url === undefined || !URL.canParse(url, 'http://localhost/')) return undefined
  const { pathname, protocol } = new URL(url, 'http://localhost/')
  const path = pathname.replace(/\/+$/, '')
  return /^https?:$/.test(protocol) && path !== '' && !path.startsWith('/_') ? path : undefined
}

/** The places of one issuer; RFC 8414 puts its path behind the well-known one. */
const placesOf = (issuerPath: string): readonly (readonly [string, OAuthPlace])[] => [
  [issuerPath + discovery, { endpoint: 'metadata', issuerPath }],
  [serverMetadata + issuerPath, { endpoint: 'metadata', issuerPath }],
  ...below.map(
    (endpoint) => [`${issuerPath}${oauthBase}/${endpoint}`, { endpoint, issuerPath }] as const,
  ),
]

const flowPlaces = ({ securitySchemes }: Contract): readonly (readonly [string, OAuthPlace])[] =>
  [...securitySchemes.values()].flatMap(({ flows, openIdConnectUrl }) => {
    const oidc = pathOf(openIdConnectUrl)
    const own = flows.flatMap(({ authorizationUrl, tokenUrl, refreshUrl }) => [
      [pathOf(authorizationUrl), 'authorize'] as const,
      [pathOf(tokenUrl), 'token'] as const,
      [pathOf(refreshUrl), 'token'] as const,
    ])
    return [
      ...(oidc?.endsWith(discovery) ? placesOf(oidc.slice(0, -discovery.length)) : []),
      ...own.flatMap(([path, endpoint]) =>
        path === undefined ? [] : [[path, { endpoint, issuerPath: '' }] as const],
      ),
    ]
  })

/** True where a contract has operations at the very path: they answer there. */
const isTaken = (path: string, contracts: readonly Contract[]): boolean =>
  contracts.some(({ paths, serverPaths }) => {
    const templates = new Set(paths.map(({ template }) => template))
    return ['', ...serverPaths].some(
      (prefix) => path.startsWith(prefix) && templates.has(path.slice(prefix.length)),
    )
  })

/** The OAuth 2.0 endpoints beside the operations of contracts, by path. */
export const oauthPaths = (contracts: readonly Contract[]): ReadonlyMap<string, OAuthPlace> => {
  const found = new Map<string, OAuthPlace>()
  for (const [path, place] of [...placesOf(''), ...contracts.flatMap(flowPlaces)])
    if (!found.has(path) && !isTaken(path, contracts)) found.set(path, place)
  return found
}
