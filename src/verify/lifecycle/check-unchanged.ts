import { canonicalJson } from '../../lib/canonical-json.js'
import { isObject } from '../../lib/json-object.js'
import type { Operation } from '../../contract/contract.js'
import type { Inference } from '../../resources/resource-model.js'
import type { Case } from '../case.js'
import { validDraft } from '../plan/valid-draft.js'
import type { Sent, Stage } from '../stage.js'
import type { Subject } from '../subject.js'
import { chosenMembers } from './record-members.js'
import { mainOf, operationsOf } from './resource-operations.js'
import { recordIn } from './thing.js'

/** What a write could have changed of a record: the members that its request can say. */
export const writtenPart = (inference: Inference, record: unknown): string => {
  if (!isObject(record)) return canonicalJson(record)
  const members = chosenMembers(inference, undefined).flatMap(({ name }) =>
    Object.hasOwn(record, name) ? [[name, record[name]] as const] : [],
  )
  return canonicalJson(Object.fromEntries(members))
}

/** How a thing looked before it was written to: what `checkUnchanged` compares with. */
export interface SeenBefore {
  readonly read: () => Promise<Sent>
  /** What the write could have changed, as text. */
  readonly part: (sent: Sent) => string | undefined
  readonly before: string
}

/** Looks at what the path of a write names; undefined where nothing reads it. */
export const seenBefore = async (
  stage: Stage,
  operation: Operation,
  subject: Subject,
): Promise<SeenBefore | undefined> => {
  const write = stage.model.sureInferenceOf(operation.id)
  const resource = write?.resource
  const read = resource && mainOf(operationsOf(stage.model, resource), 'read', resource)
  if (!write || !read || read.operation.path !== operation.path || !subject.isOwn) return undefined
  const draft = await validDraft(read.operation, { subject, values: 'documented', seed: '' })
  const look = (): Promise<Sent> => stage.prepare(draft)
  const part = (sent: Sent): string | undefined =>
    sent.isSuccess ? writtenPart(write, recordIn(read, sent.body)) : undefined
  const before = part(await look())
  return before === undefined ? undefined : { read: look, part, before }
}

/**
 * Compares a thing with how it looked before writes that were refused: a refused write changes nothing
 * (V123). Says whether it still is as it was.
 */
export const checkUnchanged = async (
  stage: Stage,
  one: Case,
  { read, part, before }: SeenBefore,
): Promise<boolean> => {
  const sent = await read()
  const after = part(sent)
  if (after === undefined || after === before) return true
  const message = 'The request was refused, and what it names has changed all the same.'
  stage.find(one, { rule: 'V123', message }, sent)
  return false
}
