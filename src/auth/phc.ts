/** A scrypt hash with the parameters that made it (RFC 7914; PHC string format). */
export interface ScryptHash {
  /** Binary logarithm of the cost N. */
  readonly ln: number
  readonly r: number
  readonly p: number
  readonly salt: Uint8Array
  readonly hash: Uint8Array
}

/** Memory that one hash may take, in bytes: N=2^17, r=8, the most that OWASP recommends. */
const mostMemory = 128 * 2 ** 17 * 8
/** N·r·p that one hash may take: about a second and a half. */
const mostWork = 2 ** 21

const pattern =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{6,86})\$([A-Za-z0-9+/]{22,86})$/

/**
 * Reads `$scrypt$ln=12,r=8,p=1$salt$hash` (base64 without padding). Undefined for anything else, and
 * for parameters with which a stored string could exhaust memory or time.
 */
export const readPhc = (phc: string): ScryptHash | undefined => {
  const [, ln = '', r = '', p = '', salt = '', hash = ''] = pattern.exec(phc) ?? []
  const read = { ln: Number(ln), r: Number(r), p: Number(p) }
  if (read.ln < 1 || read.r < 1 || read.p < 1) return undefined
  const memory = 128 * 2 ** read.ln * read.r
  if (memory > mostMemory || (memory / 128) * read.p > mostWork) return undefined
  const bytes = { salt: fromBase64(salt), hash: fromBase64(hash) }
  if (bytes.salt === undefined || bytes.hash === undefined) return undefined
  return { ...read, salt: bytes.salt, hash: bytes.hash }
}

/** Writes what {@link readPhc} reads. */
export const writePhc = ({ ln, r, p, salt, hash }: ScryptHash): string =>
  `$scrypt$ln=${ln},r=${r},p=${p}$${toBase64(salt)}$${toBase64(hash)}`

const toBase64 = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes)).replace(/=+$/, '')

const fromBase64 = (text: string): Uint8Array | undefined =>
  text.length % 4 === 1 ? undefined : Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
