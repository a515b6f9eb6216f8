import { jsonEqual } from '../../lib/json-equal.js'
import { isObject, own } from '../../lib/json-object.js'
import { valueAtPath, withValueAtPath } from '../../lib/value-path.js'
import type { Inference } from '../../resources/resource-model.js'
import { parameterOf, type RequestDraft } from '../request-draft.js'
import { answeredText, type Sent } from '../stage.js'
import { writtenPart } from './check-unchanged.js'
import { saidIn, withBody } from './fresh-draft.js'
import { taken } from './make-thing.js'
import { otherValue } from './other-value.js'
import { chosenMembers, withRecordMember } from './record-members.js'
import { isConditional } from './story-cases.js'
import type { Story } from './story.js'

/** The operation that puts the whole thing. */
export const putOf = (story: Story): Inference | undefined =>
  story.main('replace') ?? story.main('upsert')

/** A draft that leaves the identity of the thing as it is. */
const named = (story: Story, inference: Inference, draft: RequestDraft): RequestDraft => {
  const { request, resource } = inference
  return (resource.identity?.properties ?? []).reduce((one, path, index) => {
    const said = valueAtPath(saidIn(inference, one), path)
    const value = story.thing?.identity[index]
    if (!request || path.length === 0 || said === undefined) return one
    const typed = typeof said === 'number' ? Number(value) : value
    return withBody(one, withValueAtPath(one.body, [...request.at, ...path], typed))
  }, draft)
}

/** Where in its life a thing is, follows rules of its own. */
export const isState = (name: string): boolean => /^(status|state)$/i.test(name)

/** A draft in which nothing that the client may choose is as it was. */
const changed = (story: Story, inference: Inference, draft: RequestDraft): RequestDraft =>
  chosenMembers(inference, story.parts.scope.references).reduce((one, { name, place }) => {
    const [was, is] = [story.record, saidIn(inference, one)].map((record) =>
      isObject(record) ? own(record, name) : undefined,
    )
    if (is === undefined || isState(name) || !jsonEqual(was, is)) return one
    const other = otherValue(place, is)
    return other === undefined ? one : withBody(one, withRecordMember(inference, one, name, other))
  }, draft)

/** A request that gives the thing new values. */
export const freshChange = async (
  story: Story,
  inference: Inference,
): Promise<RequestDraft | undefined> => {
  const draft = await story.draft(inference, 'fresh')
  return draft && named(story, inference, draft)
}

/** Sends a write; undefined unless it was carried out at once. */
export const write = async (
  story: Story,
  step: 'replace' | 'merge',
  draft: RequestDraft,
): Promise<Sent | undefined> => {
  const sent = await story.send(step, draft)
  if (sent.isSuccess && sent.status !== 202) return sent
  story.unverified(step, answeredText(sent))
  return undefined
}

/** Looks whether what was said is read. */
export const checkRead = async (
  story: Story,
  step: 'replace' | 'merge',
  said: unknown,
): Promise<Sent | undefined> => {
  const seen = await story.look()
  if (seen?.isSuccess !== true) {
    story.unverified(step, 'It could not be read afterwards.')
    return undefined
  }
  for (const one of story.compare(said)) story.differs(step, 'was written as', one, seen)
  return seen
}

/** A request that names the version that is there now, where it names one. */
const renewed = (story: Story, draft: RequestDraft): RequestDraft => {
  const match = parameterOf(draft.operation, 'header', 'If-Match')
  if (!match || !draft.parameters.has(match)) return draft
  return { ...draft, parameters: new Map([...draft.parameters, [match, story.etag ?? '*']]) }
}

/** Puts other members as well as another name; members may depend on each other: then only the name. What was put. */
const putOther = async (
  story: Story,
  inference: Inference,
  draft: RequestDraft,
): Promise<RequestDraft | undefined> => {
  const other = changed(story, inference, draft)
  const sent = other === draft ? undefined : await story.parts.stage.prepare(other, 'user', taken)
  if (sent?.isSuccess !== true || sent.status === 202)
    return (await write(story, 'replace', draft)) ? draft : undefined
  story.holds('replace', sent)
  return other
}

/** An ETag changes with what it is of, and that of before is refused. */
const checkVersion = async (
  story: Story,
  inference: Inference,
  { etag, record }: Pick<Story, 'etag' | 'record'>,
): Promise<void> => {
  const seen = await story.look()
  const isChanged = writtenPart(inference, record) !== writtenPart(inference, story.record)
  if (seen?.isSuccess === true && etag !== undefined && etag === story.etag && isChanged)
    return story.found('stale', `The ETag ${etag} is that of before the change.`, seen)
  await refuseStale(story, inference, etag)
}

/** What was put is read; the same again is no fault; an ETag of before is refused. */
export const replace = async (story: Story): Promise<void> => {
  const inference = putOf(story)
  const draft = inference && (await freshChange(story, inference))
  if (!inference || !draft) return
  const before = { etag: story.etag, record: story.record }
  const said = await putOther(story, inference, draft)
  if (!said) return
  await checkRead(story, 'replace', saidIn(inference, said))
  const again = await story.parts.stage.prepare(renewed(story, said))
  if (again.status >= 500)
    story.found('put-again', `The same PUT again is answered with ${again.status}.`, again)
  else story.holds('put-again', again)
  if (!isConditional(inference)) return
  if (again.isSuccess) await checkVersion(story, inference, before)
  else await refuseStale(story, inference, before.etag)
}

/** Whoever has seen an older version is not to overwrite a newer one (RFC 9110 §13.1.1). */
export const refuseStale = async (
  story: Story,
  inference: Inference,
  before: string | undefined,
): Promise<void> => {
  const now = story.etag
  if (before === undefined || now === undefined || before === now)
    return story.unverified('stale', 'No two ETags of it are known.')
  const draft = await freshChange(story, inference)
  if (!draft) return
  const match = parameterOf(inference.operation, 'header', 'If-Match')
  const conditional = match
    ? { ...draft, parameters: new Map([...draft.parameters, [match, before]]) }
    : { ...draft, headers: [...(draft.headers ?? []), ['If-Match', before] as const] }
  const expect = { kind: 'refused', rule: 'V124' } as const
  const sent = await story.parts.stage.prepare(conditional, 'user', expect)
  if (!sent.isSuccess) return story.holds('stale', sent)
  story.found('stale', `If-Match: ${before} is accepted, and the ETag is ${now}.`, sent)
  await story.look()
}
