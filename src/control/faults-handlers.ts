import type { AllControlHandlers } from './control-context.js'

/** The operations of the fault rules. */
export const createFaultsHandlers = () => ({}) satisfies Partial<AllControlHandlers>
