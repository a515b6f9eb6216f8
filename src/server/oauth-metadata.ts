import { grantTypes, standardScopes } from '../auth/grant-tokens.js'
import { oauthBase } from './oauth-paths.js'

/** What clients discover (RFC 8414 §2, OpenID Connect Discovery 1.0 §3). */
export const oauthMetadata = (
  issuer: string,
  scopes: Iterable<string>,
): Readonly<Record<string, unknown>> => {
  const at = (endpoint: string): string => `${issuer}${oauthBase}/${endpoint}`
  const clientAuthentication = ['client_secret_basic', 'client_secret_post', 'none']
  return {
    issuer,
    authorization_endpoint: at('authorize'),
    token_endpoint: at('token'),
    jwks_uri: at('jwks'),
    userinfo_endpoint: at('userinfo'),
    revocation_endpoint: at('revoke'),
    introspection_endpoint: at('introspect'),
    scopes_supported: [...new Set([...standardScopes, ...scopes])],
    response_types_supported: ['code', 'token'],
    response_modes_supported: ['query', 'fragment'],
    grant_types_supported: [...grantTypes, 'implicit'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    token_endpoint_auth_methods_supported: clientAuthentication,
    revocation_endpoint_auth_methods_supported: clientAuthentication,
    introspection_endpoint_auth_methods_supported: clientAuthentication.slice(0, 2),
    code_challenge_methods_supported: ['S256'],
    prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'name', 'preferred_username', 'email'],
    authorization_response_iss_parameter_supported: true,
  }
}
