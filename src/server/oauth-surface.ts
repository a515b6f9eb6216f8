import { grantTokens } from '../auth/grant-tokens.js'
import {
  isRefusal,
  type OAuthAnswer,
  type OAuthContext,
  type OAuthForm,
  refusedOAuth,
} from '../auth/oauth-answer.js'
import { oauthClientOf } from '../auth/oauth-client.js'
import { introspectToken, revokeToken, userInfo } from '../auth/introspect-token.js'
import type { Contract } from '../contract/contract.js'
import { Problem } from '../errors.js'
import type { Reply } from '../exchange.js'
import { objectOrEmpty } from '../lib/json-object.js'
import { essence, isJson } from '../lib/media-type.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import type { SandboxRegistry } from '../sandbox/sandbox-registry.js'
import type { AnyHandler } from './any-handler.js'
import { type AuthorizeParts, showConsent, takeConsent } from './show-consent.js'
import { issuerOf } from './issuer-of.js'
import { loginSubject, type People } from './login-subject.js'
import { oauthMetadata } from './oauth-metadata.js'
import { type OAuthEndpoint, oauthPaths, type OAuthPlace } from './oauth-paths.js'
import { readVisitBody } from './read-visit-body.js'
import type { ServerSettings } from './server-options.js'
import { cookieOf } from './trusted-origin.js'
import type { Visit } from './visit.js'

/** What the OAuth 2.0 endpoints are made of. */
export interface OAuthParts {
  readonly contracts: readonly Contract[]
  readonly registry: SandboxRegistry<AnyHandler>
  readonly settings: ServerSettings
  readonly people: readonly People[]
}

/** The OAuth 2.0 and OpenID Connect endpoints beside the operations of contracts. */
export interface OAuthSurface {
  /** The endpoint at a path; undefined where there is none. */
  readonly find: (path: string) => OAuthPlace | undefined
  /** The value of its Allow header. */
  readonly methodsAt: (path: string) => string | undefined
  /** @throws Problem `method-unknown` (405), `authorization-refused` (400), `origin-forbidden` (403). */
  readonly respond: (visit: Visit, place: OAuthPlace) => Promise<Reply>
}

/** One request to an endpoint, in its transaction. */
interface Call {
  readonly visit: Visit
  readonly sandbox: Sandbox
  readonly context: OAuthContext
  readonly pairs: URLSearchParams
  readonly form: OAuthForm
}

const methods: Readonly<Record<OAuthEndpoint, readonly string[]>> = {
  authorize: ['GET', 'HEAD', 'POST'],
  token: ['POST'],
  revoke: ['POST'],
  introspect: ['POST'],
  jwks: ['GET', 'HEAD'],
  metadata: ['GET', 'HEAD'],
  userinfo: ['GET', 'HEAD', 'POST'],
}

const jsonReply = ({ status, body, headers = [] }: OAuthAnswer, cache = 'no-store'): Reply => {
  const text = JSON.stringify(body)
  return {
    status,
    headers: [
      ...headers,
      ...['Content-Type', 'application/json', 'Cache-Control', cache],
      ...['Content-Length', String(Buffer.byteLength(text))],
    ],
    body: text,
  }
}

/** The parameters of a body: a form, or (as some clients send it) a JSON object. */
const bodyPairs = (bytes: Uint8Array, type: string | undefined): URLSearchParams => {
  const text = new TextDecoder().decode(bytes)
  if (type === undefined || !isJson(essence(type))) return new URLSearchParams(text)
  try {
    const entries = Object.entries(objectOrEmpty(JSON.parse(text)))
    return new URLSearchParams(
      entries.map(([name, value]): [string, string] => [name, String(value)]),
    )
  } catch {
    return new URLSearchParams()
  }
}

/** A parameter that comes twice could mean two things: it is refused (RFC 6749 §3.1, §3.2). */
const single = new Set([
  ...['client_id', 'client_secret', 'redirect_uri', 'code', 'grant_type', 'refresh_token', 'token'],
  ...['code_verifier', 'response_type', 'state', 'username', 'password', 'code_challenge'],
])

const repeated = (pairs: URLSearchParams): string | undefined =>
  [...single].find((name) => pairs.getAll(name).length > 1)

const allowOf = (endpoint: OAuthEndpoint): string => [...methods[endpoint], 'OPTIONS'].join(', ')

const requireMethod = (endpoint: OAuthEndpoint, { exchange }: Visit): void => {
  if (methods[endpoint].includes(exchange.method)) return
  const allow = allowOf(endpoint)
  throw new Problem('method-unknown', {
    detail: `${exchange.path} has no ${exchange.method}. It has ${allow}.`,
    headers: ['Allow', allow],
  })
}

/** What the scopes of contracts are for, by their names. */
export const scopesIn = (contracts: readonly Contract[]): ReadonlyMap<string, string> =>
  new Map(
    contracts.flatMap(({ securitySchemes }) =>
      [...securitySchemes.values()].flatMap(({ flows }) =>
        flows.flatMap(({ scopes }) => [...scopes]),
      ),
    ),
  )

/** Who asks about tokens, or ends one, names itself. */
const withClient = async (
  { visit, form }: Call,
  answer: () => Promise<OAuthAnswer>,
): Promise<Reply> => {
  const client = oauthClientOf(visit.exchange.headers, form)
  if (!client) return jsonReply(refusedOAuth('invalid_client', 'The client_id is missing'))
  return jsonReply(isRefusal(client) ? client : await answer())
}

/** Makes the endpoints of a server. */
class Endpoints {
  readonly #parts: OAuthParts
  readonly #authorize: AuthorizeParts
  readonly #scopes: ReadonlyMap<string, string>

  constructor(parts: OAuthParts) {
    const { settings, contracts, people } = parts
    this.#parts = parts
    this.#scopes = scopesIn(contracts)
    const title = contracts.map((contract) => contract.title).join(', ')
    this.#authorize = { policy: settings, scopes: this.#scopes, title, people }
  }

  async respond(visit: Visit, { endpoint, issuerPath }: OAuthPlace): Promise<Reply> {
    const { exchange, selection } = visit
    if (exchange.method === 'OPTIONS') return { status: 204, headers: ['Allow', allowOf(endpoint)] }
    requireMethod(endpoint, visit)
    visit.answeredBy = 'control'
    const issuer = issuerOf(visit) + issuerPath
    if (endpoint === 'metadata')
      return jsonReply(
        { status: 200, body: oauthMetadata(issuer, this.#scopes.keys()) },
        'no-cache',
      )
    const bytes =
      exchange.method === 'POST' && exchange.hasBody ? await readVisitBody(visit) : undefined
    const pairs =
      bytes === undefined
        ? new URLSearchParams(exchange.query)
        : bodyPairs(bytes, exchange.headers['content-type'])
    const twice = repeated(pairs)
    if (twice !== undefined)
      return jsonReply(refusedOAuth('invalid_request', `The parameter ${twice} comes twice`))
    const { registry, settings } = this.#parts
    return registry.run(selection.sandbox, cookieOf(visit, settings), (sandbox) =>
      this.#answer(endpoint, {
        ...{ visit, sandbox, pairs, form: new Map(pairs), context: { ...sandbox, issuer } },
      }),
    )
  }

  async #answer(endpoint: Exclude<OAuthEndpoint, 'metadata'>, call: Call): Promise<Reply> {
    const { visit, sandbox, context, form, pairs } = call
    switch (endpoint) {
      case 'authorize': {
        const asked = { visit, sandbox, context, form, all: (name: string) => pairs.getAll(name) }
        const isForm = visit.exchange.method === 'POST' && form.has('ticket')
        return isForm ? takeConsent(this.#authorize, asked) : showConsent(this.#authorize, asked)
      }
      case 'token':
        return this.#token(call)
      case 'jwks':
        return jsonReply({ status: 200, body: sandbox.auth.credentials.jwks() }, 'no-cache')
      case 'revoke':
        return withClient(call, () => revokeToken(context, form))
      case 'introspect':
        return withClient(call, () => introspectToken(context, form))
      case 'userinfo':
        return jsonReply(await userInfo(context, visit.exchange.headers['authorization']))
    }
  }

  async #token({ visit, sandbox, context, form }: Call): Promise<Reply> {
    const policy = { mode: this.#parts.settings.auth, people: this.#parts.people }
    const client = oauthClientOf(visit.exchange.headers, form)
    const issued = await grantTokens(context, client, form, {
      scopes: new Set(this.#scopes.keys()),
      subjectOf: (name, password) => loginSubject(sandbox, policy, name, password),
    })
    return jsonReply(isRefusal(issued) ? issued : { status: 200, body: issued })
  }
}

/** The OAuth 2.0 endpoints of contracts that are not ours. */
export const createOAuthSurface = (parts: OAuthParts): OAuthSurface => {
  const places = oauthPaths(parts.contracts)
  const endpoints = new Endpoints(parts)
  return {
    find: (path) => places.get(path),
    methodsAt: (path) => {
      const place = places.get(path)
      return place && allowOf(place.endpoint)
    },
    respond: (visit, place) => endpoints.respond(visit, place),
  }
}
