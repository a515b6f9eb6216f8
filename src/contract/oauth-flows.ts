import { isObject, objectOrEmpty, own, stringOr, type JsonObject } from '../lib/json-object.js'

/** One way to get tokens (OpenAPI 3.0.3 §4.7.29). */
export interface OAuthFlow {
  /** `authorizationCode`, `clientCredentials`, `password`, `implicit` or `deviceAuthorization`. */
  readonly name: string
  readonly authorizationUrl: string | undefined
  readonly tokenUrl: string | undefined
  readonly refreshUrl: string | undefined
  /** What each scope is for, by its name. */
  readonly scopes: ReadonlyMap<string, string>
}

/** The flows of a security scheme as it is written; what is no flow is passed over. */
export const oauthFlows = (scheme: JsonObject): readonly OAuthFlow[] =>
  Object.entries(objectOrEmpty(own(scheme, 'flows'))).flatMap(([name, flow]) => {
    if (!isObject(flow)) return []
    const url = (key: string) => stringOr(own(flow, key))
    const scopes = Object.entries(objectOrEmpty(own(flow, 'scopes')))
    return [
      {
        name,
        authorizationUrl: url('authorizationUrl'),
        tokenUrl: url('tokenUrl'),
        refreshUrl: url('refreshUrl'),
        scopes: new Map(scopes.map(([scope, text]) => [scope, stringOr(text) ?? ''])),
      },
    ]
  })
