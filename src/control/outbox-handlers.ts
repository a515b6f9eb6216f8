import { Problem } from '../errors.js'
import { clearMails, findMails, listMails, type MailFilter, newestMail } from '../sandbox/outbox.js'
import { type Patience, waitUntil } from '../sandbox/wait-until.js'
import type { AllControlHandlers, ControlContext } from './control-context.js'
import { defaultTimeoutMs } from './journal-handlers.js'

/** What the handlers of the outbox act with. */
export interface OutboxHandlerParts {
  readonly patience: Patience
  /** Calls `told` after each change of a sandbox until the returned function is called. */
  readonly subscribe: (sandbox: string, told: () => void) => () => void
  /** The mails of a sandbox at once: the same object as long as they do not change. */
  readonly peekMails: (sandbox: string) => unknown
}

/** Looks only when the mails have changed: every transaction wakes who waits, looking included. */
const lookOnce = <T>(
  peek: () => unknown,
  look: () => Promise<T>,
): (() => Promise<T> | undefined) => {
  let seen: unknown
  return () => {
    const now = peek()
    if (now !== undefined && now === seen) return undefined
    seen = now
    return look()
  }
}

/** How many addresses are told to whoever has waited in vain. */
const shown = 5

const filterText = ({ to, kind }: MailFilter): string =>
  [
    ...(kind === undefined ? ['mail'] : [`${kind} mail`]),
    ...(to === undefined ? [] : [`to ${to}`]),
  ].join(' ')

const inVain = async (
  { transaction }: ControlContext,
  filter: MailFilter,
  timeoutMs: number,
): Promise<Problem> => {
  const others = await transaction((sandbox) => findMails(sandbox.state, { after: filter.after }))
  const came = [...new Set(others.map(({ to, kind }) => `${kind} to ${to}`).toReversed())]
  const instead =
    came.length === 0
      ? 'no other mail came'
      : `instead came: ${came.slice(0, shown).join(', ')}${came.length > shown ? ', ...' : ''}`
  return new Problem('waited-in-vain', {
    detail: `0 of 1 ${filterText(filter)} came within ${timeoutMs} ms; ${instead}.`,
  })
}

/** A typing error must not look like a mail that was not sent. */
const requireMailId = (after: string | undefined): void => {
  if (after === undefined || /^\d{1,15}$/.test(after)) return
  throw new Problem('request-invalid', {
    detail: `query /after: ${JSON.stringify(after.slice(0, 80))} is not the id of a mail.`,
    fix: 'Use the id of a mail of this outbox.',
  })
}

/** The operations of the outbox. */
export const createOutboxHandlers = ({ patience, subscribe, peekMails }: OutboxHandlerParts) =>
  ({
    listMails: ({ transaction, query }) =>
      transaction(async (sandbox) => ({
        status: 200,
        body: { mails: [...(await listMails(sandbox, query))] },
      })),
    clearOutbox: ({ transaction }) =>
      transaction(async ({ state }) => {
        await clearMails(state)
        return { status: 204 }
      }),
    waitForMail: async (context) => {
      const { transaction, sandbox: name, signal, query } = context
      const { timeoutMs = defaultTimeoutMs, ...filter } = query
      requireMailId(filter.after)
      const mail = await waitUntil(patience, {
        look: lookOnce(
          () => peekMails(name),
          () => transaction((sandbox) => newestMail(sandbox, filter)),
        ),
        subscribe: (told) => subscribe(name, told),
        timeoutMs,
        signal,
      })
      if (!mail) throw await inVain(context, filter, timeoutMs)
      return { status: 200, body: mail }
    },
  }) satisfies Partial<AllControlHandlers>
