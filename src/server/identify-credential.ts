import { type CredentialClaims, principalOf } from '../auth/credential-claims.js'
import { type Flaw, judgeCredential } from '../auth/judge-credential.js'
import type { Principal } from '../auth/principal.js'
import { authenticate } from '../auth/security.js'
import { findUserByEmail, userKey } from '../auth/user.js'
import type { Contract } from '../contract/contract.js'
import type { Sandbox } from '../sandbox/sandbox.js'

/** What a credential turned out to be; `unknown`: somebody else has made it. */
export type Identified =
  | { readonly is: 'unknown' }
  | { readonly is: 'good'; readonly principal?: Principal; readonly scope: string | undefined }
  | { readonly is: 'refused'; readonly why: string }

const unknown: Identified = { is: 'unknown' }

const reasons: Readonly<Record<Flaw, string>> = {
  damaged: 'it was changed, made with another key, or made before a reset',
  'other-sandbox': 'it was made for another sandbox',
  expired: 'it has expired',
  revoked: 'it was revoked',
}

/** The words that stand before a credential where a contract calls the whole header a key. */
const leadingScheme = /^(?:bearer|basic|token|jwt|apikey)\s+/i

/** True when claims were made for the user of basic credentials. */
const belongsTo = (user: string, { sub, name, email }: CredentialClaims): boolean =>
  user === sub || user === name || user === email

const judged = async (
  credential: string,
  sandbox: Sandbox,
  fits: (claims: CredentialClaims) => boolean = () => true,
): Promise<Identified> => {
  const judgement = await judgeCredential(credential, sandbox)
  if (judgement.is === 'unknown') return unknown
  if (judgement.is === 'refused') return { is: 'refused', why: reasons[judgement.why] }
  const { claims } = judgement
  if (!fits(claims)) return { is: 'refused', why: 'it was made for another user' }
  return { is: 'good', principal: principalOf(claims), scope: claims.scope }
}

/** A user of the seed and their password. It takes a hash: only asked for where nothing else will do. */
const seedUser = async (
  name: string,
  password: string,
  { state, auth }: Sandbox,
): Promise<Identified> => {
  const user = await findUserByEmail(state, name)
  const matches = await auth.passwords.verify(password, user?.passwordHash)
  if (!user?.isEnabled || !matches)
    return { is: 'refused', why: 'the user or the password is not known here' }
  const { id, email, firstName, lastName } = user
  const principal = { id: userKey(id), name: `${firstName} ${lastName}`, email, claims: {} }
  return { is: 'good', principal, scope: undefined }
}

/** The session of one of our users, whose contract may be served together with others. */
const ofSession = async (
  credential: string,
  isCookie: boolean,
  sandbox: Sandbox,
): Promise<Identified> => {
  const presented = isCookie ? { cookie: credential } : { bearer: credential }
  const principal = await authenticate(presented, sandbox)
  return principal ? { is: 'good', principal, scope: undefined } : unknown
}

/** Says what the credential that a request presents for a scheme is worth in a sandbox. */
export const identifyCredential = async (
  { securitySchemes }: Contract,
  name: string,
  credential: string,
  sandbox: Sandbox,
  mode: 'off' | 'presence' | 'verify',
): Promise<Identified> => {
  const scheme = securitySchemes.get(name)
  // What no message shows is the business of whoever stands in front of this server.
  if (scheme?.type === 'mutualTLS') return { is: 'good', scope: undefined }
  if (scheme?.scheme !== 'basic') {
    const text = credential.replace(leadingScheme, '')
    const minted = await judged(text, sandbox)
    return minted.is === 'unknown' ? ofSession(text, scheme?.in === 'cookie', sandbox) : minted
  }
  const colon = credential.indexOf(':')
  const [user, password] = [credential.slice(0, colon), credential.slice(colon + 1)]
  const minted = await judged(password, sandbox, (claims) => belongsTo(user, claims))
  return minted.is === 'unknown' && mode === 'verify' ? seedUser(user, password, sandbox) : minted
}
