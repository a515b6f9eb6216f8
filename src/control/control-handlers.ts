import { createClockHandlers, type ClockHandlerParts } from './clock-handlers.js'
import type { AllControlHandlers } from './control-context.js'
import { createFaultsHandlers, type FaultsHandlerParts } from './faults-handlers.js'
import { createJournalHandlers, type JournalHandlerParts } from './journal-handlers.js'
import { createOutboxHandlers, type OutboxHandlerParts } from './outbox-handlers.js'
import { createSandboxHandlers, type SandboxHandlerParts } from './sandbox-handlers.js'
import { createSandboxesHandlers, type SandboxesHandlerParts } from './sandboxes-handlers.js'
import { createSeedHandlers, type SeedHandlerParts } from './seed-handlers.js'
import { createScriptsHandlers, type ScriptsHandlerParts } from './scripts-handlers.js'
import { createServerHandlers, type ServerHandlerParts } from './server-handlers.js'
import { createSnapshotsHandlers, type SnapshotsHandlerParts } from './snapshots-handlers.js'
import { createStateHandlers, type StateHandlerParts } from './state-handlers.js'

/** What the control API acts with. */
export interface ControlParts
  extends
    ServerHandlerParts,
    SandboxesHandlerParts,
    SandboxHandlerParts,
    StateHandlerParts,
    SnapshotsHandlerParts,
    SeedHandlerParts,
    JournalHandlerParts,
    OutboxHandlerParts,
    ClockHandlerParts,
    FaultsHandlerParts,
    ScriptsHandlerParts {}

/** The handlers of spec/control.yaml; each acts on the sandbox that the request selected. */
export const createControlHandlers = (parts: ControlParts) =>
  ({
    ...createServerHandlers(parts),
    ...createSandboxesHandlers(parts),
    ...createSandboxHandlers(parts),
    ...createSnapshotsHandlers(parts),
    ...createClockHandlers(parts),
    ...createFaultsHandlers(parts),
    ...createScriptsHandlers(parts),
    ...createStateHandlers(parts),
    ...createSeedHandlers(parts),
    ...createJournalHandlers(parts),
    ...createOutboxHandlers(parts),
  }) satisfies Partial<AllControlHandlers>
