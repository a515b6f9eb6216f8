import type { AllControlHandlers } from './control-context.js'

/** The operations of the clock. */
export const createClockHandlers = () => ({}) satisfies Partial<AllControlHandlers>
