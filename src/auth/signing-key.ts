import {
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto'

/** The public half of a key, as clients fetch it (RFC 7517, RFC 7518 §6.2). */
export interface PublicJwk {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
  readonly use: 'sig'
  readonly alg: 'ES256'
  /** The key's thumbprint (RFC 7638). */
  readonly kid: string
}

/** What access and ID tokens are signed with. */
export interface SigningKey {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly jwk: PublicJwk
}

/** The order of the curve P-256 (SEC 2 §2.4.2). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** A secret for one purpose only, made of the server's key (RFC 5869). */
export const derivedSecret = (key: Uint8Array, purpose: string, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', `openapi-sandbox ${purpose}`, length))

/** So many bytes beyond the order make the remainder as good as uniform (FIPS 186-5 §A.2.1). */
const drawnLength = 48

const base64url = (bytes: Buffer): string => bytes.toString('base64url')

/**
 * The P-256 key pair of a server. It is derived, not drawn: whoever shares the server's key has the
 * same, and nothing else has to be kept.
 */
export const createSigningKey = (key: Uint8Array): SigningKey => {
  const drawn = BigInt(`0x${derivedSecret(key, 'ES256', drawnLength).toString('hex')}`)
  const scalar = Buffer.from(((drawn % (order - 1n)) + 1n).toString(16).padStart(64, '0'), 'hex')
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(scalar)
  const point = curve.getPublicKey()
  const coordinates = {
    crv: 'P-256' as const,
    kty: 'EC' as const,
    x: base64url(point.subarray(1, 33)),
    y: base64url(point.subarray(33)),
  }
  const jwk = { ...coordinates, d: base64url(scalar) }
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' })
  const kid = createHash('sha256').update(JSON.stringify(coordinates)).digest('base64url')
  return {
    privateKey,
    publicKey: createPublicKey(privateKey),
    jwk: { ...coordinates, use: 'sig', alg: 'ES256', kid },
  }
}
