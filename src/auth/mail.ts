import type { Collection, Transaction } from '../store/store.js'
import type { OneTimeTokenKind } from './one-time-token.js'

/** A mail in the outbox, as stored: it names its token by id, token and link are made when it is read. */
export interface Mail {
  readonly id: string
  readonly kind: OneTimeTokenKind
  readonly userId: number
  /** The user's stored address, never the one that was typed. */
  readonly to: string
  readonly firstName: string
  readonly tokenId: string
  /** RFC 3339 date-time in UTC, by the sandbox's clock. */
  readonly createdAt: string
}

/** All mails of a world, oldest first; `userId` lists. */
export const mails: Collection<Mail> = {
  name: 'mails',
  key: (mail) => mail.id,
  index: { userId: (mail) => String(mail.userId) },
}

/** Removes the mails of a user from the outbox; for a user that is deleted. */
export const deleteMailsOf = async (state: Transaction, userId: number): Promise<void> => {
  for (const mail of await state.find(mails, 'userId', String(userId))) state.delete(mails, mail.id)
}
