import { jsonEqual } from '../../lib/json-equal.js'
import { isObject, own } from '../../lib/json-object.js'
import { pointer } from '../../lib/json-pointer.js'
import { essence } from '../../lib/media-type.js'
import { withValueAtPath } from '../../lib/value-path.js'
import type { Inference } from '../../resources/resource-model.js'
import type { RequestDraft } from '../request-draft.js'
import { isEmpty } from './differences.js'
import { saidIn } from './fresh-draft.js'
import { isConditional } from './story-cases.js'
import { otherValue } from './other-value.js'
import { chosenMembers, isFreeText } from './record-members.js'
import { checkRead, isState, putOf, refuseStale, write } from './replace.js'
import type { Story } from './story.js'

interface Change {
  readonly name: string
  readonly value: unknown
  readonly draft: RequestDraft
}

/** A body that names one member alone, or a JSON patch of it (RFC 6902); undefined where neither is allowed. */
const naming = (
  { request }: Inference,
  draft: RequestDraft,
  name: string,
  value: unknown,
): RequestDraft | undefined => {
  const schema = draft.content?.schema
  if (!request || !schema) return undefined
  const bodies = [
    withValueAtPath(undefined, request.at, { [name]: value }),
    [{ op: 'replace', path: pointer(name), value }],
  ]
  const body = bodies.find((one) => schema.isValid(one))
  return body === undefined ? undefined : { ...draft, body }
}

/** A change of one member to another value: free text if there is any. */
const changeOf = async (story: Story, inference: Inference): Promise<Change | undefined> => {
  const draft = await story.draft(inference, 'fresh')
  const shown = story.record
  if (!draft || !isObject(shown)) return undefined
  const writer = story.main('create') ?? putOf(story)
  const written = writer && (await story.draft(writer, 'fresh'))
  const sources = [saidIn(inference, draft), writer && written && saidIn(writer, written)]
  const members = chosenMembers(inference, story.parts.scope.references)
    .filter(({ name }) => Object.hasOwn(shown, name) && !isState(name))
    .sort((a, b) => Number(isFreeText(b)) - Number(isFreeText(a)))
  for (const { name, place } of members)
    for (const source of [...sources, { [name]: otherValue(place, shown[name]) }]) {
      const value = isObject(source) ? own(source, name) : undefined
      if (value === undefined || value === null || jsonEqual(value, shown[name])) continue
      const next = naming(inference, draft, name, value)
      if (next) return { name, value, draft: next }
    }
  return undefined
}

/** Members that the client may write, as they were: a change of another one leaves them. */
const keptMembers = (story: Story, before: unknown, changed: string): unknown => {
  const writer = story.main('create') ?? putOf(story)
  if (!isObject(before) || !writer) return undefined
  const names = chosenMembers(writer, undefined).map(({ name }) => name)
  const kept = names.filter((name) => name !== changed && Object.hasOwn(before, name))
  return Object.fromEntries(kept.map((name) => [name, before[name]]))
}

/** A merge patch (RFC 7396) that takes away a member which is there. */
const removalOf = async (story: Story, inference: Inference): Promise<Change | undefined> => {
  const { record } = story
  const draft = await story.draft(inference, 'fresh')
  const isMerge = essence(draft?.content?.mediaType ?? '') === 'application/merge-patch+json'
  if (!draft || !isMerge || !isObject(record)) return undefined
  for (const { name } of chosenMembers(inference, story.parts.scope.references)) {
    const next = isEmpty(own(record, name)) ? undefined : naming(inference, draft, name, null)
    if (next) return { name, value: null, draft: next }
  }
  return undefined
}

/** A member that is taken away by a null is gone, or null. */
const takeAway = async (story: Story, inference: Inference): Promise<void> => {
  const removal = await removalOf(story, inference)
  const sent = removal && (await story.parts.stage.prepare(removal.draft))
  if (!removal || !sent?.isSuccess || sent.status === 202) return
  const seen = await story.look()
  const shown = isObject(story.record) ? own(story.record, removal.name) : undefined
  const difference = { pointer: pointer(removal.name), wanted: null, shown }
  if (seen?.isSuccess === true && !isEmpty(shown))
    story.differs('merge', 'was written as', difference, seen)
}

/** The member that was changed is read with its new value, the others as they were. */
export const merge = async (story: Story): Promise<void> => {
  const inference = story.main('merge')
  const change = inference && (await changeOf(story, inference))
  if (!inference || !change) return story.unverified('merge', 'No member can be changed alone.')
  const { name, value, draft } = change
  const { record: before, etag } = story
  if (!(await write(story, 'merge', draft))) return
  const seen = await checkRead(story, 'merge', { [name]: value })
  if (!seen) return
  if (inference.operation.method === 'PATCH') {
    const lost = story.compare(keptMembers(story, before, name))
    for (const one of lost) story.differs('kept', 'was', one, seen)
    if (lost.length === 0) story.holds('kept', seen)
    await takeAway(story, inference)
  } else story.unverified('kept', 'It is no PATCH: others may be reset.')
  if (!putOf(story) && isConditional(inference)) await refuseStale(story, inference, etag)
}
