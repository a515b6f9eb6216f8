import type { Content, Operation, Parameter } from '../../contract/contract.js'
import { contentValue } from '../../generate/content-value.js'
import { placeOf } from '../../generate/schema-place.js'
import { isAllowed, parameterValues, plainValue } from '../../samples/parameter-value.js'
import { sampleContent } from '../../samples/sample-body.js'
import { sendableValue } from '../../samples/sendable-value.js'
import type { RequestDraft } from '../request-draft.js'
import type { Subject } from '../subject.js'
import { isOpaque } from './foreign-names.js'
import { freshValue } from './fresh-value.js'
import { fullValue } from './full-value.js'
import { withKnownIds } from './known-ids.js'
import { requiredValue } from './required-value.js'

/** Which valid request is wanted. */
export interface DraftWish {
  /** What the path names; without it, examples or plain values. */
  readonly subject?: Subject | undefined
  /**
   * `documented`: the examples, else plain values. The others have names, addresses and the like that
   * depend on the seed, so that those which have to be unique are: `fresh`: what is documented
   * otherwise; `required`: without all that is optional; `full`: with all that is optional and does
   * not speak of other things.
   */
  readonly values: 'documented' | 'fresh' | 'required' | 'full'
  readonly seed: string
  /** The name of the documented example of the body (default: the first one). */
  readonly example?: string | undefined
  /** Values by the names of members that refer to things, `petId` of an order (default: the subject's). */
  readonly references?: ReadonlyMap<string, unknown> | undefined
  /** Names of the members that tell what is made from others of its kind, where the client chooses them. */
  readonly identity?: ReadonlySet<string>
}

/** The documented value of a body, without what only answers have; else a plain one. */
const documentedBody = async (content: Content, { example, seed }: DraftWish): Promise<unknown> => {
  const { schema, examples } = content
  const found = examples.find(({ name }) => example !== undefined && name === example)
  const documented = found ?? examples[0]
  const sent = documented &&
    schema && { ...documented, value: sendableValue(documented.value, schema) }
  return (await contentValue(content, sent ?? documented, seed, plainValue)).value
}

/** Changes a value step by step; a step that the schema forbids is left out. */
const stepwise = (
  { schema }: Content,
  value: unknown,
  steps: readonly ((value: unknown) => unknown)[],
): unknown =>
  steps.reduce((before, step) => {
    const after = step(before)
    return schema && !isAllowed(schema, after) && isAllowed(schema, before) ? before : after
  }, value)

const bodyValue = async (
  { path: template }: Operation,
  content: Content,
  wish: DraftWish,
): Promise<unknown> => {
  const { values, seed, subject, references = subject?.references } = wish
  const place = placeOf(content.schema)
  const known = { template, path: subject?.path ?? new Map<string, unknown>(), references }
  return stepwise(content, await documentedBody(content, wish), [
    (value) => (values === 'required' ? requiredValue(value, place) : value),
    (value) => (values === 'full' ? fullValue(value, place, seed) : value),
    (value) => (values === 'documented' ? value : freshValue(value, place, seed, wish.identity)),
    (value) => withKnownIds(value, place, known),
  ])
}

/** A request whose body says the ids that are known of its subject. */
export const withSubject = (draft: RequestDraft, { path, references }: Subject): RequestDraft => {
  const { operation, content, body } = draft
  if (!content) return draft
  const known = { template: operation.path, path, references }
  return { ...draft, body: withKnownIds(body, placeOf(content.schema), known) }
}

const isSent = (parameter: Parameter, values: DraftWish['values']): boolean => {
  const { required, in: place, hasExample, deprecated } = parameter
  if (required || place === 'path') return true
  if (values === 'required' || deprecated) return false
  return hasExample === true || (values === 'full' && !isOpaque(parameter))
}

/** A request of an operation that its contract allows. */
export const validDraft = async (operation: Operation, wish: DraftWish): Promise<RequestDraft> => {
  const valueOf = (parameter: Parameter): unknown =>
    (parameter.in === 'path' ? wish.subject?.path.get(parameter.name) : undefined) ??
    (wish.references ?? wish.subject?.references)?.get(parameter.name) ??
    parameterValues(parameter)[0]
  const parameters = new Map(
    operation.parameters
      .filter((parameter) => isSent(parameter, wish.values))
      .map((parameter) => [parameter, valueOf(parameter)]),
  )
  const content = sampleContent(operation)
  if (!content || (wish.values === 'required' && operation.body?.required !== true))
    return { operation, parameters }
  return { operation, parameters, content, body: await bodyValue(operation, content, wish) }
}
