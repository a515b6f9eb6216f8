import type { Actor } from '../stage.js'
import type { Story, StoryThing } from './story.js'
import { isName, isShownIn } from './thing.js'
import type { Inference } from '../../resources/resource-model.js'
import { keywordOf, placeOf } from '../../generate/schema-place.js'
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
