import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { Chance } from './chance.js'
import { areClaims, type CredentialClaims } from './credential-claims.js'
import { derivedSecret } from './signing-key.js'

/** Makes and opens API keys: what they say is encrypted, and nothing of them is kept. */
export interface SealedKeys {
  readonly seal: (claims: CredentialClaims, random: Chance) => string
  /** True for what says that it is a key of this product. */
  readonly isOurs: (key: string) => boolean
  /** The claims of a key that this server made, whether it is still good or not. */
  readonly open: (key: string) => CredentialClaims | undefined
}

const prefix = 'osk_'
const longestKey = 8192
/** AES-256-GCM: bytes of key, nonce and tag (NIST SP 800-38D). */
const [keyLength, nonceLength, tagLength] = [32, 12, 16]
const cipherName = 'aes-256-gcm'

/** Makes the keys of one server from the server's key. */
export const createSealedKeys = (serverKey: Uint8Array): SealedKeys => {
  const secret = derivedSecret(serverKey, 'API keys', keyLength)
  const isOurs = (key: string): boolean => key.length <= longestKey && key.startsWith(prefix)
  return {
    seal: (claims, random) => {
      const nonce = random.bytes(nonceLength)
      const cipher = createCipheriv(cipherName, secret, nonce)
      const text = Buffer.concat([cipher.update(JSON.stringify(claims), 'utf8'), cipher.final()])
      return prefix + Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64url')
    },
    isOurs,
    open: (key) => (isOurs(key) ? opened(key.slice(prefix.length), secret) : undefined),
  }
}

const opened = (sealed: string, secret: Buffer): CredentialClaims | undefined => {
  const bytes = Buffer.from(sealed, 'base64url')
  // One spelling only: a last character may carry bits that decoding drops.
  if (bytes.length <= nonceLength + tagLength || bytes.toString('base64url') !== sealed)
    return undefined
  const decipher = createDecipheriv(cipherName, secret, bytes.subarray(0, nonceLength), {
    authTagLength: tagLength,
  })
  decipher.setAuthTag(bytes.subarray(-tagLength))
  try {
    const text = decipher.update(bytes.subarray(nonceLength, -tagLength), undefined, 'utf8')
    const claims: unknown = JSON.parse(text + decipher.final('utf8'))
    return areClaims(claims) ? claims : undefined
  } catch {
    return undefined
  }
}
