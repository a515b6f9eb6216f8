import { answeredText } from '../stage.js'
import { responseFor } from '../../contract/check-reply.js'
import { membersOf, placeAtPath, placeOf } from '../../generate/schema-place.js'
import type { Expectation } from '../case.js'
import type { RequestDraft } from '../request-draft.js'
import { isMarked } from './is-marked.js'
import { checkUnlisted, has, listed } from './check-listed.js'
import { freshChange } from './replace.js'
import type { Story, StoryThing } from './story.js'

const gone: Expectation = { kind: 'gone', rule: 'V122' }

/** What the list does not show to another user, and whose operation documents 403 or 404, is not read by them. */
export const refuseOther = async (story: Story): Promise<void> => {
  const { stage, cases } = story.parts
  const one = cases.get('foreign')
  const read = story.main('read')
  if (!one || !read || !story.thing) return
  if (!stage.settings.hasOther)
    return story.unverified(
      'foreign',
      'No second user is known: --other-credential or --other-login says one.',
    )
  const isDocumented = [403, 404].some(
    (status) =>
      responseFor(read.operation, status)?.key !== 'default' && responseFor(read.operation, status),
  )
  if (!isDocumented || read.operation.security.length === 0)
    return story.unverified('foreign', 'Neither 403 nor 404 is documented.')
  const walk = await listed(story, 'other')
  if (!walk?.isWhole || has(story, walk, story.thing) !== false)
    return story.unverified('foreign', 'The list does not say that it is hidden from others.')
  const draft = await story.draft(read)
  if (draft)
    await stage.send({ ...one, expect: { kind: 'unauthorized', rule: 'V112' } }, draft, 'other')
}

/** Deletes the thing; the request, where that was done at once. */
export const remove = async (story: Story): Promise<RequestDraft | undefined> => {
  const inference = story.main('delete')
  const draft = inference && (await story.draft(inference))
  const sent = draft && (await story.send('delete', draft))
  if (sent?.isSuccess === true && sent.status !== 202) return draft
  if (sent) story.unverified('delete', answeredText(sent))
  return undefined
}

/** Deletes the thing: it can neither be read nor listed nor changed any more. */
export const end = async (story: Story): Promise<void> => {
  const { thing } = story
  const draft = await remove(story)
  if (!draft || !thing) return
  await lookGone(story)
  if (story.main('list')) await checkUnlisted(story, thing)
  const again = await story.parts.stage.prepare(draft, 'user', { kind: 'gone', rule: 'V125' })
  if (again.status >= 500)
    story.found('delete-again', `The same DELETE again is answered with ${again.status}.`, again)
  else story.holds('delete-again', again)
  await refuseWrite(story, thing)
}

/** Reading what was deleted is a 404 or 410, unless it says that it is deleted. */
const lookGone = async (story: Story): Promise<void> => {
  const before = story.record
  const sent = await story.look(gone)
  if (!sent) return
  if (!sent.isSuccess) return story.holds('gone', sent)
  if (isMarked(before, story.record)) return story.unverified('gone', 'It is marked as deleted.')
  if (isKept(story)) return story.unverified('gone', 'The contract may keep what is deleted.')
  story.found('gone', `What was deleted is answered with ${sent.status}.`, sent)
}

/** Whether what is read can say that it is deleted. */
const isKept = (story: Story): boolean => {
  const { content, at = [] } = story.main('read')?.response ?? {}
  const place = placeAtPath(placeOf(content?.schema), at)
  const names = place ? [...membersOf(place).properties.keys()] : []
  return names.some((name) => /^(_?deleted|is_?deleted|deleted_?(at|on))$/i.test(name))
}

/** What is gone cannot be changed; PUT may make it anew. */
const refuseWrite = async (story: Story, thing: StoryThing): Promise<void> => {
  const write = story.main('merge') ?? story.main('replace')
  const makes = write?.operation.responses.some(({ key }) => key === '201')
  if (!write || makes || thing.identity.length === 0)
    return story.unverified('write-gone', 'A write may make it anew.')
  const draft = await freshChange(story, write)
  if (!draft) return
  const sent = await story.parts.stage.prepare(draft, 'user', gone)
  if (!sent.isSuccess) return story.holds('write-gone', sent)
  if ((await story.look(gone))?.isSuccess !== true && write.operation.method === 'PUT')
    return story.unverified('write-gone', 'Nothing shows whether it was made anew.')
  story.found('write-gone', `A change of what was deleted is answered with ${sent.status}.`, sent)
}
