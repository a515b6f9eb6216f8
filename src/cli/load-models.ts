import type { TypedContract } from '../typescript/contract-typings.js'
import type { CommandCall } from './command.js'

/**
 * Loads the contracts that a command names, and infers their state.
 * @throws SetupError when one of them, or a correction of its state, cannot be used.
 */
export const loadModels = async ({
  positionals,
  values,
  world,
}: CommandCall): Promise<readonly [TypedContract, ...TypedContract[]]> => {
  const [{ loadContracts }, { inferResources }] = await Promise.all([
    import('../server/serve-contract.js'),
    import('../resources/inference/infer-resources.js'),
  ])
  const { stateFile, overlay } = values
  const served = await loadContracts(positionals, {
    ...(overlay && { overlay }),
    ...(world.input && { input: world.input }),
    stateFile,
  })
  const models = served.map(({ contract, corrections, name }) => ({
    ...{ contract, name, model: inferResources(contract, corrections) },
  }))
  return models as unknown as readonly [TypedContract, ...TypedContract[]]
}
