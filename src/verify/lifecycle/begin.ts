import { answeredText } from '../stage.js'
import type { Inference } from '../../resources/resource-model.js'
import type { RequestDraft } from '../request-draft.js'
import { isReply, replyHeader } from '../wire.js'
import { findMade } from './find-made.js'
import { saidIn } from './fresh-draft.js'
import { makeThing, taken } from './make-thing.js'
import { namesIn } from './path-place.js'
import { locationPath, placeOfPath } from './place-of-path.js'
import { withEdges } from './record-members.js'
import type { Story } from './story.js'
import { identityIn, recordIn } from './thing.js'

/** Makes the thing that a story is about; false when there is nothing to tell. */
export const begin = async (story: Story, kind: 'full' | 'edges' | 'fresh'): Promise<boolean> => {
  const { stage, scope } = story.parts
  const inference = story.main('create') ?? story.main('upsert')
  if (!inference) return false
  const seed = story.name()
  const way = {
    ...{ contract: stage.contract, model: stage.model },
    prepare: (draft: RequestDraft) => stage.prepare(draft, 'user', taken),
  }
  const made = await makeThing(way, inference, scope, seed, {
    values: kind === 'fresh' ? 'fresh' : 'full',
    vary: (draft) =>
      kind === 'edges' ? withEdges(inference, draft, seed, scope.references) : draft,
  })
  const { sent, draft } = made
  if (!sent.isSuccess || sent.status === 202) {
    story.unverified('create', answeredText(sent))
    return false
  }
  story.holds('create', sent)
  const found = made.place
    ? made
    : await findMade({ ...stage, prepare: stage.prepare }, inference, made, scope)
  if (!found?.place || !found.identity) {
    story.unverified('read', 'Nothing says what was created is called.')
    return false
  }
  const { place, identity } = found
  const shown = identityIn(inference.resource, recordIn(inference, sent.body), inference.named)
  const isSure = shown !== undefined && String(shown) === String(identity)
  story.thing = { place, identity, isSure, said: saidIn(inference, draft), created: sent, draft }
  return true
}

/** Location has to lead to something, where the contract has a GET there (RFC 9110 §15.3.2). */
export const followLocation = async (story: Story): Promise<void> => {
  const { thing, parts } = story
  const path = thing && locationPath(thing.created)
  if (!thing || path === undefined || parts.resource.itemPath === undefined)
    return story.unverified('location', 'There is no Location.')
  const { contract } = parts.stage
  const place = placeOfPath(contract, path, parts.resource.itemPath)
  const operation = contract.paths
    .find(({ template }) => template === place?.template)
    ?.methods.get('GET')
  if (!place || !operation) return story.unverified('location', 'The contract has no GET for it.')
  const isRead = operation === story.main('read')?.operation
  if (isRead && String(place.values) === String(thing.place.values))
    return story.holds('location', thing.created)
  const names = namesIn(place.template)
  const parameters = new Map(
    operation.parameters.flatMap((one) =>
      one.in === 'path' ? [[one, place.values[names.indexOf(one.name)]] as const] : [],
    ),
  )
  const sent = await parts.stage.prepare({ operation, parameters })
  if (sent.status !== 404 && sent.status !== 410) return story.holds('location', sent)
  const said = isReply(thing.created.answer) ? replyHeader(thing.created.answer, 'location') : ''
  story.found('location', `Location ${said} leads to nothing: ${sent.status}.`, sent)
}

const late = [100, 300, 600]

/** What was created can be read; on servers that may be late, after a while. */
export const readCreated = async (story: Story): Promise<boolean> => {
  const read = story.main('read')
  const draft = read && (await story.draft(read))
  if (!read || !draft) return false
  const { wait } = story.parts.stage.settings
  for (const milliseconds of wait ? late : []) {
    if ((await story.parts.stage.unjudged(draft)).status !== 404) break
    await wait?.(milliseconds)
  }
  const sent = await story.send('read', draft)
  if (sent.status === 404 || sent.status === 410) {
    story.found('read', `What was created is answered with ${sent.status}.`, sent)
    return false
  }
  if (!sent.isSuccess) {
    story.unverified('read', answeredText(sent))
    return false
  }
  story.note(read, sent)
  if (story.isAnother(read)) story.found('read', 'Another one is read than was created.', sent)
  compareWritten(story, read, sent)
  return true
}

/** Members that servers begin with a value of their own. */
const isFirstState = (name: string): boolean => /^\/(status|state|phase|stage)(\/|$)/i.test(name)

const compareWritten = (
  story: Story,
  read: Inference,
  sent: Awaited<ReturnType<Story['send']>>,
): void => {
  if (!read.response?.content?.schema)
    return story.unverified('written', 'The contract does not say what is read.')
  const found = story.compare(story.thing?.said).filter(({ pointer }) => !isFirstState(pointer))
  if (found.length === 0) return story.holds('written', sent)
  for (const one of found) story.differs('written', 'was written as', one, sent)
}
