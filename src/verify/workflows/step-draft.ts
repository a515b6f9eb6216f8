import type { Content, Operation } from '../../contract/contract.js'
import {
  arrayOrEmpty,
  isObject,
  objectOrEmpty,
  own,
  type JsonObject,
} from '../../lib/json-object.js'
import { tokens, valueAt } from '../../lib/json-pointer.js'
import { essence, isJson } from '../../lib/media-type.js'
import { parseJson } from '../../lib/parse-json.js'
import { bytesOf } from '../../lib/text-bytes.js'
import { sampleContent } from '../../samples/sample-body.js'
import { parameterOf, type RequestDraft } from '../request-draft.js'
import { filled, type WorkflowContext } from './workflow-context.js'

/** A parameter or action, or what a Reusable Object (Arazzo 1.0.1 §4.6.10) stands for. */
export const reused = (value: unknown, root: JsonObject): JsonObject => {
  const written = objectOrEmpty(value)
  const reference = own(written, 'reference')
  if (typeof reference !== 'string') return written
  const at = `/${reference.replace(/^\$/, '').split('.').join('/')}`
  const found = objectOrEmpty(valueAt(root, at))
  return Object.hasOwn(written, 'value') ? { ...found, value: written['value'] } : found
}

/** The parameters of a step above those of its workflow: the last of a name and place counts. */
export const parametersOf = (
  workflow: JsonObject,
  step: JsonObject,
  root: JsonObject,
): readonly JsonObject[] => {
  const all = [workflow, step]
    .flatMap((owner) => arrayOrEmpty(own(owner, 'parameters')))
    .map((one) => reused(one, root))
  const nameOf = (one: JsonObject): string => `${String(one['in'])} ${String(one['name'])}`
  return [...new Map(all.map((one) => [nameOf(one), one])).values()]
}

/** A copy of a JSON value with another one at a pointer; nothing is made that is not there but its last member. */
const replaced = (value: unknown, path: readonly string[], part: unknown): unknown => {
  const [name, ...rest] = path
  if (name === undefined) return part
  if (Array.isArray(value))
    return value.map((item: unknown, index) =>
      String(index) === name ? replaced(item, rest, part) : item,
    )
  if (!isObject(value)) return value
  return { ...value, [name]: replaced(own(value, name), rest, part) }
}

const payloadOf = (
  body: JsonObject,
  content: Content | undefined,
  context: WorkflowContext,
): unknown => {
  const payload = filled(own(body, 'payload'), context)
  const isTemplate =
    typeof payload === 'string' && content !== undefined && isJson(content.mediaType)
  const parsed = isTemplate ? parseJson(payload) : undefined
  const value = parsed && 'value' in parsed ? parsed.value : payload
  return arrayOrEmpty(own(body, 'replacements'))
    .filter(isObject)
    .reduce<unknown>((before, { target, value: part }) => {
      return replaced(before, tokens(String(target)), filled(part, context))
    }, value)
}

/** The body of a step: a documented media type where it names one, else as it is written. */
const bodyOf = (
  operation: Operation,
  step: JsonObject,
  context: WorkflowContext,
): Pick<RequestDraft, 'content' | 'body' | 'instead'> => {
  const body = own(step, 'requestBody')
  if (!isObject(body)) return {}
  const said = own(body, 'contentType')
  const named = operation.body?.contents.find(
    ({ mediaType }) => typeof said === 'string' && essence(mediaType) === essence(said),
  )
  const content = named ?? (said === undefined ? sampleContent(operation) : undefined)
  const payload = payloadOf(body, content, context)
  if (content) return { content, body: payload }
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  const contentType = typeof said === 'string' ? said : 'application/json'
  return { instead: { contentType, body: bytesOf(text) } }
}

/** The request of a step. */
export const stepDraft = (
  operation: Operation,
  workflow: JsonObject,
  step: JsonObject,
  context: WorkflowContext,
): RequestDraft => {
  const parameters = new Map<RequestDraft['operation']['parameters'][number], unknown>()
  const headers: (readonly [string, string])[] = []
  for (const { in: place, name, value } of parametersOf(workflow, step, context.root)) {
    const made = filled(value, context)
    const parameter = (['path', 'query', 'header', 'cookie'] as const)
      .filter((one) => place === undefined || one === place)
      .map((one) => parameterOf(operation, one, String(name)))
      .find((one) => one !== undefined)
    if (made === undefined) continue
    if (parameter) parameters.set(parameter, made)
    else if (place === 'header') headers.push([String(name), String(made)])
  }
  return { operation, parameters, headers, ...bodyOf(operation, step, context) }
}
