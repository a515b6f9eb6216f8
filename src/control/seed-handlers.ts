import type { AllControlHandlers } from './control-context.js'

/** The operations of the seeds. */
export const createSeedHandlers = () => ({}) satisfies Partial<AllControlHandlers>
