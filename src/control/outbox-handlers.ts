import { listMails } from '../sandbox/outbox.js'
import type { AllControlHandlers } from './control-context.js'

/** The operations of the outbox. */
export const createOutboxHandlers = () =>
  ({
    listMails: ({ transaction }) =>
      transaction(async (sandbox) => ({
        status: 200,
        body: { mails: [...(await listMails(sandbox))] },
      })),
  }) satisfies Partial<AllControlHandlers>
