import { createHmac, generateKeyPairSync } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { createTokens } from '../../src/auth/tokens.js'

const key = Buffer.alloc(32, 'k')
const now = Date.parse('2026-01-01T00:00:00.000Z')
const tokens = createTokens(key)
const subject = { sandbox: 'default', userId: 1234, sessionId: 'sid', now }
const good = tokens.issue(subject)
const [header = '', payload = '', signature = ''] = good.split('.')
const iat = now / 1000
const claims = {
  iss: 'openapi-sandbox',
  aud: 'default',
  sub: '1234',
  sid: 'sid',
  iat,
  exp: iat + 86_400,
}

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const hmac = (text: string, secret: Buffer | string = key, hash = 'sha256'): string =>
  createHmac(hash, secret).update(text).digest('base64url')
/** Signed with our own key: only the header or the claims are hostile. */
const signed = (head: unknown, body: unknown, hash = 'sha256'): string => {
  const text = `${encode(head)}.${encode(body)}`
  return `${text}.${hmac(text, key, hash)}`
}
const HS256 = { alg: 'HS256', typ: 'JWT' }
const without = (name: keyof typeof claims) =>
  Object.fromEntries(Object.entries(claims).filter(([member]) => member !== name))
const lastCharChanged = (text: string): string => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = alphabet.indexOf(text.at(-1) ?? '')
  return text.slice(0, -1) + alphabet.charAt(last ^ 1)
}
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const verify = (token: string, at = now, sandbox = 'default') =>
  tokens.verify(token, { sandbox, now: at })

describe('a token', () => {
  test('is an HS256 JWT that any library verifies', () => {
    const options = { algorithms: ['HS256' as const], clockTimestamp: iat + 1 }
    expect(jwt.verify(good, key, options)).toEqual(claims)
  })

  test('says who it is for, and nothing more', () => {
    expect(verify(good)).toEqual(claims)
    expect(signed(HS256, claims)).toBe(good)
  })

  test('lasts 24 hours, by the time it is given, however often it was verified', () => {
    const fresh = createTokens(key)
    const day = 86_400_000
    for (const [at, lasts] of [
      [now, true],
      [now + day - 1, true],
      [now + day, false],
    ] as const) {
      for (const one of [tokens, fresh]) {
        expect(one.verify(good, { sandbox: 'default', now: at }) !== undefined).toBe(lasts)
      }
    }
    // A clock that goes back makes it live again: its session decides then.
    expect(verify(good, now - day)).toBeDefined()
  })

  test('is worth nothing in another sandbox, even when it was verified before', () => {
    expect(verify(good)).toBeDefined()
    expect(verify(good, now, 'other')).toBeUndefined()
  })

  test('is worth nothing to a server with another key', () => {
    const other = createTokens(Buffer.alloc(32, 'o'))
    expect(other.verify(good, { sandbox: 'default', now })).toBeUndefined()
  })

  test('still counts after a thousand others', () => {
    for (let userId = 0; userId < 1_100; userId += 1) verify(tokens.issue({ ...subject, userId }))
    expect(verify(good)).toEqual(claims)
  })
})

const hostile: readonly (readonly [string, string])[] = [
  ['alg none', `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.`],
  ['alg nOnE', `${encode({ alg: 'nOnE', typ: 'JWT' })}.${payload}.`],
  ['alg none with our signature', signed({ alg: 'none', typ: 'JWT' }, claims)],
  ['HS384 with our key', signed({ alg: 'HS384', typ: 'JWT' }, claims, 'sha384')],
  ['HS512 with our key', signed({ alg: 'HS512', typ: 'JWT' }, claims, 'sha512')],
  ['RS256', jwt.sign(claims, rsa.privateKey, { algorithm: 'RS256' })],
  [
    'HMAC with a public key',
    `${header}.${payload}.${hmac(`${header}.${payload}`, rsa.publicKey.export({ type: 'spki', format: 'pem' }))}`,
  ],
  ['EdDSA', signed({ alg: 'EdDSA', typ: 'JWT' }, claims)],
  [
    'jwk in the header',
    signed({ ...HS256, jwk: { kty: 'oct', k: key.toString('base64url') } }, claims),
  ],
  ['jku in the header', signed({ ...HS256, jku: 'http://localhost:1/keys' }, claims)],
  ['x5u in the header', signed({ ...HS256, x5u: 'http://localhost:1/cert' }, claims)],
  ['kid that climbs', signed({ ...HS256, kid: '../../dev/null' }, claims)],
  ['kid of SQL', signed({ ...HS256, kid: "' UNION SELECT 'k' --" }, claims)],
  ['unknown crit', signed({ ...HS256, crit: ['b64'], b64: false }, claims)],
  ['wrong typ', signed({ alg: 'HS256', typ: 'at+jwt' }, claims)],
  ['missing typ', signed({ alg: 'HS256' }, claims)],
  ['header keys in another order', signed({ typ: 'JWT', alg: 'HS256' }, claims)],
  ['header key twice', signed('{"alg":"none","alg":"HS256","typ":"JWT"}', claims)],
  ['wrong issuer', signed(HS256, { ...claims, iss: 'somebody' })],
  ['missing issuer', signed(HS256, without('iss'))],
  ['wrong audience', signed(HS256, { ...claims, aud: 'other' })],
  ['missing audience', signed(HS256, without('aud'))],
  ['audience as an array', signed(HS256, { ...claims, aud: ['default'] })],
  ['missing subject', signed(HS256, without('sub'))],
  ['subject as a number', signed(HS256, { ...claims, sub: 1234 })],
  ['missing session', signed(HS256, without('sid'))],
  ['missing expiry', signed(HS256, without('exp'))],
  ['expiry as a string', signed(HS256, { ...claims, exp: String(claims.exp) })],
  [
    'expiry that is no finite number',
    signed(HS256, JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e999')),
  ],
  ['past expiry', signed(HS256, { ...claims, exp: iat - 1 })],
  ['missing issue time', signed(HS256, without('iat'))],
  ['future nbf', signed(HS256, { ...claims, nbf: iat + 60 })],
  ['claims that are an array', signed(HS256, [claims])],
  ['claims that are null', signed(HS256, null)],
  ['claims that are no JSON', signed(HS256, 'claims')],
  ['empty signature', `${header}.${payload}.`],
  ['signature of another token', `${header}.${encode({ ...claims, sub: '1' })}.${signature}`],
  ['cut signature', good.slice(0, -1)],
  ['longer signature', `${good}A`],
  ['last character re-encoded', lastCharChanged(good)],
  ['padded', `${good}=`],
  ['standard base64', good.replace(/[-_]/g, '+')],
  ['space before', ` ${good}`],
  ['line end after', `${good}\n`],
  ['NUL after', `${good}\0`],
  ['one part', header],
  ['two parts', `${header}.${payload}`],
  ['four parts', `${good}.${signature}`],
  ['five parts, as a JWE has', `${good}.${signature}.${signature}`],
  [
    'JWE header',
    `${encode({ alg: 'dir', enc: 'A256GCM' })}..${signature}.${signature}.${signature}`,
  ],
  ['1 MB', signed(HS256, { ...claims, pad: 'x'.repeat(1_000_000) })],
  ['dots', '...'],
  ['nothing', ''],
]

describe('a hostile token is refused (TOK-1)', () => {
  // The standard alphabet differs only where the token has one of its two letters.
  const table = hostile.filter(([, token]) => token !== good)
  test.each(table)('%s', (_name, token) => {
    expect(verify(token)).toBeUndefined()
    // Nor is it remembered as good after the real one was.
    expect(verify(good)).toBeDefined()
    expect(verify(token)).toBeUndefined()
  })
})
