import { answeredText } from '../stage.js'
import type { Inference } from '../../resources/resource-model.js'
import type { RequestDraft } from '../request-draft.js'
import type { Sent } from '../stage.js'
import { writtenPart } from './check-unchanged.js'
import { freshDraft, saidIn } from './fresh-draft.js'
import { hasTexts } from './has-texts.js'
import { listed } from './check-listed.js'
import { brokenDraft } from './record-members.js'
import { freshChange, putOf } from './replace.js'
import type { Story } from './story.js'
import type { Walk } from './walk-list.js'

const refused = { kind: 'refused', rule: 'V110' } as const

/** Below a parent that the plan has made nobody else makes anything. */
const isAlone = ({ parts: { scope } }: Story): boolean => scope.isOwn && scope.path.size > 0

/** A creation that is refused creates nothing. */
export const refuseCreate = async (story: Story): Promise<void> => {
  const create = story.main('create')
  if (!create || !story.main('list')) return
  const { scope, stage } = story.parts
  const seed = story.name()
  const before = isAlone(story) ? await listed(story) : undefined
  const draft = brokenDraft(create, await freshDraft(create, scope, seed), seed)
  if (!draft) return story.unverified('refused-create', 'No such request was found.')
  const sent = await stage.prepare(draft, 'user', refused)
  if (!isRefusal(sent)) return story.unverified('refused-create', answeredText(sent))
  const [said, others] = [draft, await freshDraft(create, scope, story.name())].map((one) =>
    saidIn(create, one),
  )
  const isSaid = (item: unknown): boolean => hasTexts(item, said, others)
  await checkCreatedNothing(story, before, isSaid, sent.status)
}

const isRefusal = ({ status }: Sent): boolean => status >= 400 && status < 500

const checkCreatedNothing = async (
  story: Story,
  before: Walk | undefined,
  isSaid: (item: unknown) => boolean,
  status: number,
): Promise<void> => {
  const walk = await listed(story)
  const last = walk?.sent.at(-1)
  if (!walk || !last) return story.unverified('refused-create', 'The list could not be read.')
  const isMore = before?.isWhole === true && walk.items.length > before.items.length
  if (isMore || walk.items.some(isSaid))
    story.found('refused-create', `It was refused with ${status}, and is listed.`, last)
  else story.holds('refused-create', last)
}

type RefusedStep = 'refused-replace' | 'refused-merge'

const refuse = async (
  story: Story,
  step: RefusedStep,
  inference: Inference,
  valid: RequestDraft | undefined,
): Promise<void> => {
  const before = story.record
  const draft = valid && before !== undefined && brokenDraft(inference, valid, story.name())
  if (!draft) return story.unverified(step, 'No such request was found.')
  const sent = await story.parts.stage.prepare(draft, 'user', refused)
  const seen = await story.look()
  if (!isRefusal(sent)) return story.unverified(step, answeredText(sent))
  if (seen?.isSuccess !== true) return story.unverified(step, 'It could not be read afterwards.')
  const [was, is] = [before, story.record].map((one) => writtenPart(inference, one))
  if (was === is) story.holds(step, seen)
  else story.found(step, `It was refused with ${sent.status}, and has changed all the same.`, seen)
}

/** A change that is refused changes nothing. */
export const refuseChanges = async (story: Story): Promise<void> => {
  const put = putOf(story)
  if (put) await refuse(story, 'refused-replace', put, await freshChange(story, put))
  const merge = story.main('merge')
  if (merge) await refuse(story, 'refused-merge', merge, await freshChange(story, merge))
}
