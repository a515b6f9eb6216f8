import type { AllControlHandlers } from './control-context.js'

/** The operations of the records. */
export const createStateHandlers = () => ({}) satisfies Partial<AllControlHandlers>
