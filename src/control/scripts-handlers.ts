import type { Contract } from '../contract/contract.js'
import { requireSoundScript } from '../sandbox/faults/require-sound-fault.js'
import type { Scripts } from '../sandbox/faults/scripts.js'
import type { AllControlHandlers } from './control-context.js'
import { operationNamed } from './operation-named.js'
import { requireExample } from './require-example.js'

/** What the handlers of the scripts need. */
export interface ScriptsHandlerParts {
  readonly contracts: readonly Contract[]
  readonly scripts: Scripts
}

/** The operations of the scripts of answers. */
export const createScriptsHandlers = ({ contracts, scripts }: ScriptsHandlerParts) =>
  ({
    listScripts: ({ sandbox }) => ({
      status: 200,
      body: { scripts: [...scripts.list(sandbox)] },
    }),
    setScript: async ({ sandbox, transaction, params: { operationId }, body: { answers } }) => {
      const [contract, operation] = operationNamed(contracts, operationId)
      requireSoundScript(answers)
      for (const { answer } of answers) if (answer) requireExample(contract, operation, answer)
      // A sandbox that there cannot be has no scripts either.
      await transaction(async () => undefined)
      const script = { operationId, answers }
      scripts.set(sandbox, script)
      return { status: 200, body: script }
    },
    deleteScript: ({ sandbox, params: { operationId } }) => {
      operationNamed(contracts, operationId)
      scripts.delete(sandbox, operationId)
      return { status: 204 }
    },
  }) satisfies Partial<AllControlHandlers>
