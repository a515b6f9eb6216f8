import { type Mail, mails } from '../auth/mail.js'
import { type OneTimeToken, type OneTimeTokenKind, oneTimeTokens } from '../auth/one-time-token.js'
import { emailKey, type User } from '../auth/user.js'
import type { Transaction } from '../store/store.js'
import type { Sandbox } from './sandbox.js'

/** A mail as its receiver would see it: token and link are in it. */
export interface OutboxMail {
  readonly id: string
  readonly to: string
  readonly kind: OneTimeTokenKind
  readonly subject: string
  /** Plain text, link included. */
  readonly text: string
  readonly link: string
  readonly token: string
  /** RFC 3339 date-times in UTC, by the sandbox's clock. */
  readonly createdAt: string
  readonly expiresAt: string
}

/** What reading the outbox needs of a sandbox. */
export type OutboxContext = Pick<Sandbox, 'name' | 'state' | 'auth' | 'settings'>

/** What sending a mail needs of a sandbox. */
export type MailSender = Pick<Sandbox, 'state' | 'auth' | 'clock' | 'random'>

/**
 * Puts a mail with a fresh one-time token into the outbox, to the user's stored address. The tokens
 * of earlier mails of this kind die; the mails stay listed.
 */
export const sendMail = async (
  { state, auth, clock, random }: MailSender,
  user: User,
  kind: OneTimeTokenKind,
): Promise<void> => {
  const now = clock.now()
  const subject = { kind, userId: user.id }
  const token = await auth.oneTimeTokens.create(state, subject, { random, now })
  state.put(mails, mailOf(user, token, await state.next(mails)))
}

/** The record of the mail that carries this token. */
export const mailOf = (user: User, token: OneTimeToken, number: number): Mail => ({
  id: String(number),
  kind: token.kind,
  userId: user.id,
  to: user.email,
  firstName: user.firstName,
  tokenId: token.id,
  createdAt: token.createdAt,
})

/** Which mails are meant; a member that is absent means all of them. */
export interface MailFilter {
  /** In any spelling that `emailKey` equates. */
  readonly to?: string | undefined
  readonly kind?: OneTimeTokenKind | undefined
  /** The id of a mail: later ones only. */
  readonly after?: string | undefined
}

/** The records of the mails that match, oldest first. */
export const findMails = async (
  state: Transaction,
  { to, kind, after }: MailFilter,
): Promise<readonly Mail[]> => {
  const key = to === undefined ? undefined : emailKey(to)
  return (await state.list(mails)).filter(
    (mail) =>
      (key === undefined || emailKey(mail.to) === key) &&
      (kind === undefined || mail.kind === kind) &&
      (after === undefined || Number(mail.id) > Number(after)),
  )
}

/** Removes every mail; the tokens that were in them still work. */
export const clearMails = async (state: Transaction): Promise<void> => {
  for (const { id } of await state.list(mails)) state.delete(mails, id)
}

/** The newest mail that matches, or undefined. */
export const newestMail = async (
  context: OutboxContext,
  filter: MailFilter,
): Promise<OutboxMail | undefined> => {
  for (const mail of (await findMails(context.state, filter)).toReversed()) {
    const token = await context.state.get(oneTimeTokens, mail.tokenId)
    if (token !== undefined) return composed(context, mail, token)
  }
  return undefined
}

/** The mails that match, oldest first, with their tokens (which may be used or dead) and links. */
export const listMails = async (
  context: OutboxContext,
  filter: MailFilter = {},
): Promise<readonly OutboxMail[]> => {
  const listed: OutboxMail[] = []
  for (const mail of await findMails(context.state, filter)) {
    const token = await context.state.get(oneTimeTokens, mail.tokenId)
    // Without its token, removed from the file by hand, a mail says nothing.
    if (token !== undefined) listed.push(composed(context, mail, token))
  }
  return listed
}

const composed = ({ name, auth, settings }: OutboxContext, mail: Mail, record: OneTimeToken) => {
  const { page, subject, lines } = letters[mail.kind]
  const token = auth.oneTimeTokens.recompute(name, record)
  const link = `${settings.appUrl}/${page}?token=${token}`
  return {
    id: mail.id,
    to: mail.to,
    kind: mail.kind,
    subject,
    text: [`Hello ${mail.firstName},`, '', ...lines, link, ''].join('\n'),
    link,
    token,
    createdAt: mail.createdAt,
    expiresAt: record.expiresAt,
  }
}

const letters: Readonly<
  Record<
    OneTimeTokenKind,
    { readonly page: string; readonly subject: string; readonly lines: readonly string[] }
  >
> = {
  invitation: {
    page: 'accept-invitation',
    subject: 'You are invited',
    lines: ['an account was made for you. Choose your password within 7 days:'],
  },
  'password-reset': {
    page: 'set-password',
    subject: 'Reset your password',
    lines: [
      'somebody asked to reset your password. If it was you, choose a new one within 1 hour;',
      'otherwise there is nothing to do:',
    ],
  },
}
