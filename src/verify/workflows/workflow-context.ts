import { isObject, objectOrEmpty, own, type JsonObject } from '../../lib/json-object.js'
import { valueAt } from '../../lib/json-pointer.js'
import { type ExchangeFacts, runtimeValue } from '../../lib/runtime-value.js'
import { arrayOrEmpty } from '../../lib/json-object.js'

/** What runtime expressions of a workflow can speak of (Arazzo 1.0.1 §4.7). */
export interface WorkflowContext {
  readonly root: JsonObject
  readonly inputs: JsonObject
  /** Of the steps that were carried out, by their ids. */
  readonly steps: ReadonlyMap<string, JsonObject>
  /** Inputs and outputs of workflows that were carried out, by their ids. */
  readonly workflows: ReadonlyMap<string, JsonObject>
  /** The exchange of the step that is judged. */
  readonly facts?: ExchangeFacts | undefined
}

/** What `.name`, `[0]` and `#/pointer` lead to below a value. */
const below = (value: unknown, rest: string): unknown => {
  if (rest === '') return value
  if (rest.startsWith('#')) return valueAt(value, rest.slice(1))
  const [step, index] = /^\[(\d+)\]/.exec(rest) ?? []
  if (step !== undefined)
    return below(
      Array.isArray(value) ? (value as unknown[])[Number(index)] : undefined,
      rest.slice(step.length),
    )
  if (!rest.startsWith('.') || !isObject(value)) return undefined
  const name = rest.slice(1)
  if (Object.hasOwn(value, name)) return value[name]
  const [head = ''] = /^[^.[#]+/.exec(name) ?? []
  return head === '' ? undefined : below(own(value, head), name.slice(head.length))
}

const sources = ({ root }: WorkflowContext): JsonObject =>
  Object.fromEntries(
    arrayOrEmpty(own(root, 'sourceDescriptions'))
      .filter(isObject)
      .map((source) => [String(own(source, 'name')), source]),
  )

const objectOf = (map: ReadonlyMap<string, JsonObject>): JsonObject => Object.fromEntries(map)

/** What a runtime expression stands for; undefined when there is nothing. */
export const expressionValue = (expression: string, context: WorkflowContext): unknown => {
  const [, name = '', rest = ''] = /^\$([A-Za-z]+)(.*)$/s.exec(expression) ?? []
  const own: Readonly<Record<string, () => unknown>> = {
    inputs: () => context.inputs,
    steps: () => objectOf(context.steps),
    workflows: () => objectOf(context.workflows),
    components: () => objectOrEmpty(context.root['components']),
    sourceDescriptions: () => sources(context),
  }
  const root = own[name]
  if (root) return below(root(), rest)
  return context.facts ? runtimeValue(expression, context.facts) : undefined
}

/** A value with its expressions replaced: `$inputs.id` by what it is, `{$inputs.id}` in a text by its words. */
export const filled = (value: unknown, context: WorkflowContext): unknown => {
  if (typeof value === 'string') {
    if (/^\$[A-Za-z]+(\.|#|$)/.test(value)) return expressionValue(value, context)
    return value.replace(/\{(\$[^{}]*)\}/g, (_, text: string) =>
      wordsOf(expressionValue(text, context)),
    )
  }
  if (Array.isArray(value)) return value.map((item) => filled(item, context))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, filled(member, context)]),
  )
}

const wordsOf = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)
