import type { Collection, Transaction } from '../store/store.js'

/** A person who may log in, as stored: plain JSON, no secret but the password's hash. */
export interface User {
  readonly id: number
  /** As it was given; compare addresses by {@link emailKey} only. */
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly role: string
  readonly isEnabled: boolean
  readonly organizationIds: readonly string[]
  readonly brandIds: readonly string[]
  readonly siteIds: readonly string[]
  readonly fhirStoreId: string
  /** RFC 3339 date-time in UTC; null until the terms of service are accepted. */
  readonly tosAcceptedAt: string | null
  /** A scrypt hash in PHC form, see passwords.ts. */
  readonly passwordHash: string
  /** Sessions opened under another number are over: raised to end all of them at once. */
  readonly sessionEpoch: number
  /** True until an invitation of this user has been accepted. */
  readonly invitationPending: boolean
}

/**
 * What two spellings of one e-mail address have in common: NFKC (UAX #15), lower case, no space
 * around. Full-width letters and the Kelvin sign meet their plain forms, a dotless ı stays itself.
 */
export const emailKey = (email: string): string => email.normalize('NFKC').toLowerCase().trim()

/** The key of a user's record, from the number that the contract calls its id. */
export const userKey = (id: number): string => String(id)

/** All users of a world; `emailKey` is unique, `role` lists. */
export const users: Collection<User> = {
  name: 'users',
  key: (user) => userKey(user.id),
  unique: { emailKey: (user) => emailKey(user.email) },
  index: { role: (user) => user.role },
}

/** The user with this address in any spelling that {@link emailKey} equates, or undefined. */
export const findUserByEmail = async (
  state: Transaction,
  email: string,
): Promise<User | undefined> => (await state.find(users, 'emailKey', emailKey(email)))[0]
