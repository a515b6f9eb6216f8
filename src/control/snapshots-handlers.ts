import type { AllControlHandlers } from './control-context.js'

/** The operations of the snapshots of a sandbox. */
export const createSnapshotsHandlers = () => ({}) satisfies Partial<AllControlHandlers>
