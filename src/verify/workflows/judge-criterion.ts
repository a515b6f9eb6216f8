import { JsonPathFault, locationsOf } from '../../contract/json-path.js'
import { expressionOf } from '../../lib/expression-of.js'
import { isObject, own, type JsonObject } from '../../lib/json-object.js'
import { safeRegex } from '../../lib/safe-regex.js'
import { simpleCondition } from './simple-condition.js'
import { expressionValue, type WorkflowContext } from './workflow-context.js'

/** Whether a criterion holds; a text says why it cannot be judged. */
export type CriterionVerdict = boolean | { readonly unjudged: string }

/** What kind a criterion is of: simple, regex, jsonpath or xpath. */
export const criterionType = (criterion: JsonObject): string => {
  const type = own(criterion, 'type') ?? 'simple'
  return String(isObject(type) ? own(type, 'type') : type)
}

/** How much work an expression may be. */
const mostSteps = 10_000_000

const judgeRegex = (condition: string, subject: unknown): CriterionVerdict => {
  const expression = expressionOf(condition)
  if (!expression) return { unjudged: `${condition} is no regular expression` }
  if (subject === undefined || subject === null) return false
  const text = typeof subject === 'string' ? subject : JSON.stringify(subject)
  const found = safeRegex(expression).test(text, { left: mostSteps })
  return found ?? { unjudged: `${condition} takes too long` }
}

/** RFC 9535 selects of an object or an array; a filter over the whole begins with `$[?`. */
const judgeJsonPath = (condition: string, subject: unknown): CriterionVerdict => {
  if (typeof subject !== 'object' || subject === null) return false
  try {
    return locationsOf(subject as JsonObject, condition).length > 0
  } catch (error) {
    if (error instanceof JsonPathFault) return { unjudged: error.message }
    throw error
  }
}

/** Judges a criterion (Arazzo 1.0.1 §4.6.11) by what a step has answered. */
export const judgeCriterion = (
  criterion: JsonObject,
  context: WorkflowContext,
): CriterionVerdict => {
  const condition = String(own(criterion, 'condition') ?? '')
  const type = criterionType(criterion)
  if (type === 'simple') {
    const asked = simpleCondition(condition)
    return 'flaw' in asked ? { unjudged: asked.flaw } : asked(context)
  }
  const subject = expressionValue(String(own(criterion, 'context') ?? ''), context)
  if (type === 'regex') return judgeRegex(condition, subject)
  if (type === 'jsonpath') return judgeJsonPath(condition, subject)
  return { unjudged: `${type} is not carried out` }
}
