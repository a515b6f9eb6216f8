import type { AllControlHandlers } from './control-context.js'

/** The operations of the journal. */
export const createJournalHandlers = () => ({}) satisfies Partial<AllControlHandlers>
