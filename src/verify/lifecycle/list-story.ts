import { validDraft } from '../plan/valid-draft.js'
import { namesIn, valuesFor } from './path-place.js'
import { mainOf, operationsOf } from './resource-operations.js'
import type { Actor } from '../stage.js'
import type { Story, StoryThing } from './story.js'
import { isName, isShownIn } from './thing.js'
import type { Inference } from '../../resources/resource-model.js'
import { keywordOf, placeOf } from '../../generate/schema-place.js'
import { hasTexts } from './has-texts.js'
import { isMarked } from './is-marked.js'
import { walkList, type Walk } from './walk-list.js'

/** The most items that a page may have, or a hundred. */
export const largestPage = ({ operation, list }: Inference): ReadonlyMap<string, unknown> => {
  const size = operation.parameters.find((one) => one.in === 'query' && one.name === list?.size)
  const place = placeOf(size?.schema)
  if (!size || !place) return new Map()
  const wanted = [100, keywordOf(place, 'maximum'), keywordOf(place, 'default')]
  const allowed = wanted.find(
    (one) => typeof one === 'number' && one <= 100 && size.schema.isValid(one),
  )
  return allowed === undefined ? new Map() : new Map([[size.name, allowed]])
}

/** The list of the resource, as some user reads it. */
export const listed = async (story: Story, as: Actor = 'user'): Promise<Walk | undefined> => {
  const list = story.main('list')
  const draft = list && (await story.draft(list))
  if (!list || !draft) return undefined
  return walkList(story.parts.stage, list, draft, largestPage(list), as)
}

/** Whether a list has a thing; undefined when its items do not say which they are. */
export const has = (story: Story, { items }: Walk, thing: StoryThing): boolean | undefined => {
  const { resource } = story.parts
  const list = story.main('list')
  const one = { resource, ...thing, isOwn: true }
  const said = items.map((item) => isShownIn(one, item, list?.named))
  if (said.includes(true)) return true
  return said.some((is) => is === undefined) ? undefined : false
}

/** Filters that a list cannot do without may leave anything out. */
const isFiltered = ({ operation, list }: Inference, references: ReadonlyMap<string, unknown>) => {
  const paging = [list?.page, list?.size, list?.offset, list?.cursor, list?.sort, list?.order]
  return operation.parameters.some(
    ({ in: place, required, name }) =>
      place === 'query' && required && !references.has(name) && !paging.includes(name),
  )
}

/** What was created is listed. */
export const checkListed = async (story: Story): Promise<void> => {
  const list = story.main('list')
  if (!list || !story.thing) return
  if (isFiltered(list, story.parts.scope.references ?? new Map()))
    return story.unverified('list', 'The list cannot be asked for without a filter.')
  const walk = await listed(story)
  const last = walk?.sent.at(-1)
  if (!walk || !last) return story.unverified('list', 'The list could not be read.')
  const isThere = has(story, walk, story.thing)
  if (isThere === true) return story.holds('list', last)
  if (isThere === undefined) return story.unverified('list', 'Items do not say which they are.')
  if (!walk.isWhole) return story.unverified('list', 'The list is too long to be read to its end.')
  const again = await listed(story)
  if (!again?.isWhole || has(story, again, story.thing) !== false)
    return story.unverified('list', 'It was listed late.')
  const name = story.thing.identity.filter(isName).map(String).join(', ')
  story.found(
    'list',
    `${walk.items.length} items are listed, and ${name}, which was created, is not.`,
    last,
  )
}

/** What was deleted is not listed. */
export const checkUnlisted = async (story: Story, thing: StoryThing): Promise<void> => {
  const walk = await listed(story)
  const last = walk?.sent.at(-1)
  if (!walk || !last) return story.unverified('unlisted', 'The list could not be read.')
  const isThere = has(story, walk, thing)
  if (isThere === undefined) return story.unverified('unlisted', 'Items do not say which they are.')
  if (!isThere) return story.holds('unlisted', last)
  const list = story.main('list')
  const item = walk.items.find((one) =>
    isShownIn({ resource: story.parts.resource, ...thing, isOwn: true }, one, list?.named),
  )
  if (isMarked(story.record, item)) return story.unverified('unlisted', 'It is marked as deleted.')
  story.found('unlisted', 'What was deleted is still listed.', last)
}

/** What lies below another parent is not listed. */
export const checkApart = async (story: Story): Promise<void> => {
  const { stage, resource } = story.parts
  const list = story.main('list')
  const create = story.main('create')
  const parent = resource.parent && stage.model.resource(resource.parent.resource)
  const mine = story.thing
  if (!list || !create || !mine) return
  if (
    !parent ||
    parent.isSingleton ||
    parent === resource ||
    namesIn(list.operation.path).length === 0
  )
    return story.unverified('apart', 'It lies below nothing that could be made.')
  const path = valuesFor(list.operation.path, [mine.place, story.parts.scope.place])
  const read = mainOf(operationsOf(stage.model, parent), 'read', parent)
  const other = read && (await stage.subject(read.operation, { fresh: true }))
  const subject = other?.isOwn === true ? await stage.subject(list.operation) : undefined
  if (!subject || String([...subject.path]) === String([...path]))
    return story.unverified('apart', 'No second parent could be made.')
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
