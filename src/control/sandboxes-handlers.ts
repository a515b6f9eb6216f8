import type { AllControlHandlers } from './control-context.js'

/** What the handlers of sandboxes need. */
export interface SandboxesHandlerParts {
  /** A name that nobody else has and nobody can guess. */
  readonly freshName: () => string
}

/** The operations on sandboxes by name. */
export const createSandboxesHandlers = ({ freshName }: SandboxesHandlerParts) =>
  ({
    createSandbox: ({ serverUrl }) => {
      const name = freshName()
      return { status: 201, body: { name, url: `${serverUrl}/@${name}` } }
    },
  }) satisfies Partial<AllControlHandlers>
