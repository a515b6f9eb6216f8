import type { components, operations } from '../generated/control.js'
import type { ControlCall } from './control-call.js'

/** A mail with its link and its one-time token. */
export type Mail = components['schemas']['Mail']

/** What a mail must be like. */
export type MailFilter = NonNullable<operations['listMails']['parameters']['query']>

/** What else waiting for a mail may say. */
export type MailWait = Omit<NonNullable<operations['waitForMail']['parameters']['query']>, 'to'>

/** The mails that a sandbox would have sent. */
export interface OutboxClient {
  /** Oldest first. */
  readonly list: (filter?: MailFilter) => Promise<readonly Mail[]>
  /**
   * Resolves to the newest mail to this address, as soon as there is one.
   * @throws ControlError `waited-in-vain` (408) after `timeoutMs` (5000).
   */
  readonly waitFor: (to: string, wait?: MailWait) => Promise<Mail>
  readonly clear: () => Promise<void>
}

/** The methods of the outbox. */
export const createOutboxClient = (call: ControlCall): OutboxClient => ({
  list: async (query) => (await call('listMails', { query })).mails,
  waitFor: (to, wait) => call('waitForMail', { query: { ...wait, to } }),
  clear: () => call('clearOutbox'),
})
