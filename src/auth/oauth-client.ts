import type { RequestHeaders } from '../exchange.js'
import { type OAuthAnswer, type OAuthForm, refusedOAuth } from './oauth-answer.js'

/** Who asks for tokens. Any name and any secret will do: there are no clients to register. */
export interface OAuthClient {
  readonly id: string
  /** Undefined for a public client (RFC 6749 §2.1). */
  readonly secret: string | undefined
}

const formDecoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

/** Name and secret are form-encoded before they are put in the header (RFC 6749 §2.3.1). */
const inHeader = (header: string): OAuthClient | undefined => {
  const [, encoded] = /^basic +([A-Za-z0-9+/=_-]+)$/i.exec(header.trim()) ?? []
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  const id = formDecoded(text.slice(0, colon))
  const secret = formDecoded(text.slice(colon + 1))
  return colon > 0 && id !== undefined ? { id, secret: secret || undefined } : undefined
}

/**
 * The client of a request: by the Authorization header or by the body, not by both; undefined when it
 * names none.
 */
export const oauthClientOf = (
  headers: RequestHeaders,
  form: OAuthForm,
): OAuthClient | OAuthAnswer | undefined => {
  const header = headers['authorization']
  const id = form.get('client_id')
  const secret = form.get('client_secret')
  if (header === undefined) return id === undefined || id === '' ? undefined : { id, secret }
  const client = inHeader(header)
  if (!client)
    return refusedOAuth('invalid_client', 'The Authorization header is not Basic NAME:SECRET')
  if (secret !== undefined || (id !== undefined && id !== client.id))
    return refusedOAuth(
      'invalid_request',
      'The client is named twice: in the header and in the body',
    )
  return client
}
