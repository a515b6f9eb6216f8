import type { Passwords } from './passwords.js'

/**
 * Passwords of which each distinct one is hashed, or compared with the same hash, once: for many users
 * who are made at a time.
 */
export const sharedPasswords = (passwords: Passwords): Passwords => {
  const hashes = new Map<string, Promise<string>>()
  const verdicts = new Map<string, Promise<boolean>>()
  return {
    ...passwords,
    hash: (password, random) =>
      remembered(hashes, password, () => passwords.hash(password, random)),
    verify: (password, phc) =>
      remembered(verdicts, JSON.stringify([phc, password]), () => passwords.verify(password, phc)),
  }
}

/** A refusal (too busy) is not remembered: the next one tries again. */
const remembered = <T>(
  known: Map<string, Promise<T>>,
  key: string,
  make: () => Promise<T>,
): Promise<T> => {
  const before = known.get(key)
  if (before !== undefined) return before
  const made = make()
  known.set(key, made)
  made.catch(() => known.delete(key))
  return made
}
