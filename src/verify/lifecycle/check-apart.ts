import { validDraft } from '../plan/valid-draft.js'
import type { Inference, Resource } from '../../resources/resource-model.js'
import type { Stage } from '../stage.js'
import type { Subject } from '../subject.js'
import { hasTexts } from './has-texts.js'
import { largestPage } from './check-listed.js'
import { valuesFor } from './path-place.js'
import { mainOf, operationsOf } from './resource-operations.js'
import type { Story } from './story.js'
import { isShownIn } from './thing.js'
import { walkList } from './walk-list.js'

/** Makes another one of what a resource lies below; false where that cannot be. */
export const makeParent = async (stage: Stage, { parent }: Resource): Promise<boolean> => {
  const above = parent && stage.model.resource(parent.resource)
  const read = above && mainOf(operationsOf(stage.model, above), 'read', above)
  return read !== undefined && (await stage.subject(read.operation, { fresh: true })).isOwn
}

/** The list below another parent than that of the story; undefined where there is none. */
const elsewhere = async (
  { parts: { stage, resource, scope }, thing }: Story,
  { operation }: Inference,
): Promise<Subject | undefined> => {
  if (!thing || !(await makeParent(stage, resource))) return undefined
  const subject = await stage.subject(operation)
  const path = valuesFor(operation.path, [thing.place, scope.place])
  const isSame = [...path].every(
    ([name, value]) => String(subject.path.get(name)) === String(value),
  )
  return subject.isOwn && !isSame ? subject : undefined
}

/** What lies below another parent is not listed. */
export const checkApart = async (story: Story): Promise<void> => {
  const { stage, resource } = story.parts
  const list = story.main('list')
  const mine = story.thing
  const subject = list && (await elsewhere(story, list))
  if (!list || !mine || !subject) return story.unverified('apart', 'No other parent could be made.')
  const draft = await validDraft(list.operation, { subject, values: 'documented', seed: '' })
  const walk = await walkList(stage, list, draft, largestPage(list))
  const last = walk?.sent.at(-1)
  if (!walk || !last) return story.unverified('apart', 'The list could not be read.')
  // Numbers may be given below each parent anew.
  const thing = { resource, ...mine, isOwn: true }
  const isMine = (item: unknown): boolean =>
    isShownIn(thing, item, list.named) === true && hasTexts(item, story.record ?? mine.said)
  if (!walk.items.some(isMine)) return story.holds('apart', last)
  story.found('apart', 'The list of another parent has what was created below this one.', last)
}
