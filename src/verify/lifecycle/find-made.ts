import type { Inference } from '../../resources/resource-model.js'
import { validDraft } from '../plan/valid-draft.js'
import type { Stage } from '../stage.js'
import type { Subject } from '../subject.js'
import type { CreatedPlace } from './created-place.js'
import { saidIn } from './fresh-draft.js'
import { hasTexts } from './has-texts.js'
import { itemsIn } from './items-in.js'
import type { Made } from './make-thing.js'
import type { PathPlace } from './path-place.js'
import { mainOf, operationsOf } from './resource-operations.js'
import { identityIn, itemPlace } from './thing.js'

/** Looks in the list for what was made, when nothing says what it is called: the only item with what was said. */
export const findMade = async (
  { model, prepare }: Pick<Stage, 'model' | 'prepare'>,
  inference: Inference,
  { draft, sent }: Made,
  scope: Subject & { readonly place: PathPlace },
): Promise<CreatedPlace | undefined> => {
  const { resource } = inference
  const list = mainOf(operationsOf(model, resource), 'list', resource)
  if (!sent.isSuccess || sent.status === 202 || !list) return undefined
  const wish = { subject: scope, values: 'documented', seed: '' } as const
  const listed = await prepare(await validDraft(list.operation, wish))
  const said = saidIn(inference, draft)
  const alike = (itemsIn(list, listed.body) ?? []).filter((item) => hasTexts(item, said))
  const identity = alike.length === 1 ? identityIn(resource, alike[0], list.named) : undefined
  return identity && { place: itemPlace(resource, scope.place, identity), identity }
}
