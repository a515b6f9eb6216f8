import { SetupError } from '../../errors.js'
import type { Command } from '../command.js'
import { loadModels } from '../load-models.js'
import { writeOutput } from '../write-output.js'

const firstLine = '// made by openapi-sandbox types '

/** Writes the types of contracts, of their records and of their handlers. */
export const typings: Command = async (call) => {
  const { positionals, world } = call
  if (positionals.length === 0)
    throw new SetupError(
      'option-invalid',
      'types needs a CONTRACT.',
      {},
      "Write for example: openapi-sandbox types api.yaml --out api-types.ts. The types of HeyDonto's contract are in the package: import type { Handlers } from 'openapi-sandbox'.",
    )
  const [{ contractTypings }, { loadOpenapiTypescript, usualImports }] = await Promise.all([
    import('../../typescript/contract-typings.js'),
    import('../../typescript/load-openapi-typescript.js'),
  ])
  const library = await loadOpenapiTypescript(usualImports(world.folder ?? '.'))
  const models = await loadModels(call)
  const text = contractTypings(library, models)
  await writeOutput(text, call, (before) => before.startsWith(firstLine))
  return 0
}
