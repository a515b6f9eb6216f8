import { createUserCollection } from '../handlers/user-collection.js'
import type { RecordCollection } from '../sandbox/record-collection.js'
import type { InferredState } from './infer-state.js'
import { isOwnContract } from './root-surface.js'
import type { ServedContract } from './serve-contract.js'
import type { ServerSettings } from './server-options.js'

/** A collection of the same name as one of a contract named before is called `SLUG.NAME`. */
const toldApart = (collections: readonly RecordCollection[]): readonly RecordCollection[] => {
  const taken = new Set<string>()
  return collections.map((one) => {
    const name = taken.has(one.name) ? `${one.contract}.${one.name}` : one.name
    taken.add(name)
    return { ...one, name }
  })
}

/** The records that the contracts keep: our users, and what is inferred of the others. */
export const collectionsOf = async (
  served: readonly ServedContract[],
  states: readonly InferredState[],
  settings: Pick<ServerSettings, 'state'>,
): Promise<readonly RecordCollection[]> => {
  const each = await Promise.all(
    served.map(async ({ contract }, index) =>
      isOwnContract(contract)
        ? [createUserCollection(contract.slug)]
        : settings.state === 'off'
          ? []
          : ((await states[index]?.collections()) ?? []),
    ),
  )
  return toldApart(each.flat())
}
