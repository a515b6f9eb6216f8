import { createHmac, timingSafeEqual } from 'node:crypto'

/** How long a consent page can be used, in ms. */
const lifetime = 10 * 60 * 1000

const sealOf = (secret: Uint8Array, text: string, nonce: string): Buffer =>
  createHmac('sha256', secret).update(`${nonce}.${text}`).digest()

/**
 * What the form of a consent page carries: the request it was made for, sealed together with the nonce
 * of the browser's cookie, so that no other page and no other browser can send it. `now` in ms.
 */
export const consentTicket = (
  secret: Uint8Array,
  request: Readonly<Record<string, string>>,
  nonce: string,
  now: number,
): string => {
  const text = Buffer.from(JSON.stringify({ request, until: now + lifetime })).toString('base64url')
  return `${text}.${sealOf(secret, text, nonce).toString('base64url')}`
}

/** The request of a ticket that was made here, for this browser, not long ago. */
export const openTicket = (
  secret: Uint8Array,
  ticket: string,
  nonce: string,
  now: number,
): Readonly<Record<string, string>> | undefined => {
  const [text = '', seal = ''] = ticket.split('.')
  const given = Buffer.from(seal, 'base64url')
  const expected = sealOf(secret, text, nonce)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  const { request, until } = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as {
    readonly request: Readonly<Record<string, string>>
    readonly until: number
  }
  return now < until ? request : undefined
}
