import { isObject } from '../../lib/json-object.js'
import { plainName } from '../../lib/plain-name.js'
import type { Sandbox } from '../../sandbox/sandbox.js'
import { keywordOf, membersOf, type SchemaPlace } from '../../generate/schema-place.js'
import { withMember } from '../../lib/value-path.js'

/** What a kept hash begins with (PHC string format). */
const hashMark = '$scrypt$'

/** True for the name of a member that holds a password. */
export const isPasswordName = (name: string): boolean =>
  /^(password|passwd|pwd|passphrase)$/.test(plainName(name))

/** True for a password that is kept as its hash. */
export const isHashed = (password: string): boolean => password.startsWith(hashMark)

/**
 * A record as it is stored: passwords that no answer shows are hashed. One that the contract has answers
 * show has to be kept as it is.
 * @throws Problem `too-busy` (429).
 */
export const hashedPasswords = async (
  { auth, random }: Pick<Sandbox, 'auth' | 'random'>,
  place: SchemaPlace | undefined,
  record: unknown,
): Promise<unknown> => {
  if (!isObject(record)) return record
  const shown = place && membersOf(place).properties
  let kept = record
  for (const [name, value] of Object.entries(record)) {
    if (typeof value !== 'string' || !isPasswordName(name) || isHashed(value)) continue
    const schema = shown?.get(name)
    const isHidden = !place || !schema || keywordOf({ ...place, schema }, 'writeOnly') === true
    if (isHidden) kept = withMember(kept, name, await auth.passwords.hash(value, random))
  }
  return kept
}
