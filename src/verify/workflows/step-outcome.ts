import type { SourcePlace } from '../../errors.js'
import { arrayOrEmpty, isObject, own, type JsonObject } from '../../lib/json-object.js'
import { pointer as pointerOf } from '../../lib/json-pointer.js'
import type { Sent } from '../stage.js'
import type { ArazzoDocument, WorkflowStep } from './arazzo-document.js'
import { judgeCriterion } from './judge-criterion.js'
import { reused } from './step-draft.js'
import type { WorkflowContext } from './workflow-context.js'

/** A criterion that does not hold, and where it is written. */
export interface UnmetCriterion {
  readonly message: string
  readonly place: SourcePlace
}

/** What the criteria of a step say of its answer. */
export interface StepOutcome {
  readonly unmet: UnmetCriterion | undefined
  /** Why a criterion could not be judged. */
  readonly unjudged: string | undefined
}

/** Judges an answer by the success criteria of its step; without any it has to be no refusal. */
export const stepOutcome = (
  { place }: ArazzoDocument,
  { stepId, value, pointer }: WorkflowStep,
  context: WorkflowContext,
  { status }: Pick<Sent, 'status'>,
): StepOutcome => {
  const criteria = arrayOrEmpty(own(value, 'successCriteria')).filter(isObject)
  if (criteria.length === 0) {
    const message = `${stepId} was answered with ${status}.`
    const isFine = status >= 200 && status < 400
    return { unmet: isFine ? undefined : { message, place: place(pointer) }, unjudged: undefined }
  }
  let unjudged: string | undefined
  for (const [index, criterion] of criteria.entries()) {
    const verdict = judgeCriterion(criterion, context)
    if (typeof verdict !== 'boolean') unjudged ??= `A criterion is not judged: ${verdict.unjudged}.`
    if (verdict !== false) continue
    const message = `${stepId}: ${String(criterion['condition'])} does not hold; it was answered with ${status}.`
    const at = pointer + pointerOf('successCriteria', index)
    return { unmet: { message, place: place(at) }, unjudged }
  }
  return { unmet: undefined, unjudged }
}

/** What comes after a step (Arazzo 1.0.1 §4.6.7, §4.6.8). */
export interface StepAction {
  readonly type: 'end' | 'goto' | 'retry'
  readonly name: string
  readonly stepId: string | undefined
  readonly workflowId: string | undefined
  /** Milliseconds, a minute at most. */
  readonly wait: number
  readonly limit: number
}

const text = (action: JsonObject, name: string): string | undefined => {
  const value = own(action, name)
  return typeof value === 'string' ? value : undefined
}

const isType = (type: unknown): type is StepAction['type'] =>
  type === 'end' || type === 'goto' || type === 'retry'

/** The first action whose criteria hold: those of the step, else those of its workflow. */
export const actionAfter = (
  owners: readonly (readonly [owner: JsonObject, member: string])[],
  root: JsonObject,
  context: WorkflowContext,
): StepAction | undefined => {
  const all = owners.flatMap(([owner, member]) => arrayOrEmpty(own(owner, member)))
  for (const written of all) {
    const action = reused(written, root)
    const criteria = arrayOrEmpty(own(action, 'criteria')).filter(isObject)
    const type = own(action, 'type')
    if (!isType(type) || !criteria.every((one) => judgeCriterion(one, context) === true)) continue
    return {
      type,
      name: text(action, 'name') ?? type,
      stepId: text(action, 'stepId'),
      workflowId: text(action, 'workflowId'),
      wait: Math.min(60, Number(own(action, 'retryAfter') ?? 0) || 0) * 1000,
      limit: Math.min(20, Number(own(action, 'retryLimit') ?? 1) || 0),
    }
  }
  return undefined
}
