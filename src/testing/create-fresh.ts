import { ControlError } from '../control-client/control-error.js'
import type {
  NewSandbox,
  SandboxesClient,
  SandboxWish,
} from '../control-client/sandboxes-client.js'

/** How a sandbox for tests is made. */
export interface FreshWish extends SandboxWish {
  /** Deletes a sandbox of this name first, if there is one; else that is refused. */
  readonly replace?: boolean
}

/** Deletes a sandbox; one that somebody else has deleted, or that has expired, is gone as well. */
export const removeSandbox = async (sandboxes: SandboxesClient, name: string): Promise<void> => {
  try {
    await sandboxes.remove(name)
  } catch (error) {
    if (!(error instanceof ControlError && error.status === 404)) throw error
  }
}

/** Makes a sandbox that nobody has used. */
export const createFresh = async (
  sandboxes: SandboxesClient,
  { replace, ...wish }: FreshWish,
): Promise<NewSandbox> => {
  if (replace === true && wish.name !== undefined) await removeSandbox(sandboxes, wish.name)
  return sandboxes.create(wish)
}
