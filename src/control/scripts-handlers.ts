import type { AllControlHandlers } from './control-context.js'

/** The operations of the scripts of answers. */
export const createScriptsHandlers = () => ({}) satisfies Partial<AllControlHandlers>
