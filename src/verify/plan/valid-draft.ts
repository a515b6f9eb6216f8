import type { Content, Operation, Parameter } from '../../contract/contract.js'
import { contentValue } from '../../generate/content-value.js'
import { generateValue } from '../../generate/generate-value.js'
import { sourceOf } from '../../generate/static-value.js'
import { isAllowed, parameterValues, plainValue } from '../../samples/parameter-value.js'
import { sampleContent } from '../../samples/sample-body.js'
import type { RequestDraft } from '../request-draft.js'
import type { Subject } from '../subject.js'

/** Which valid request is wanted. */
export interface DraftWish {
  /** What the path names; without it, examples or plain values. */
  readonly subject?: Subject | undefined
  /**
   * `documented`: the examples, else plain values. `fresh`: values that depend on the seed, so that
   * names which have to be unique are.
   */
  readonly values: 'documented' | 'fresh'
  readonly seed: string
}

const freshValue = (content: Content, seed: string): unknown => {
  const { schema } = content
  if (!schema) return content.examples[0]?.value
  const value = generateValue(sourceOf(schema), { seed, mode: 'dynamic' })
  return isAllowed(schema, value) ? value : plainValue(schema, '', seed)
}

const bodyValue = async (content: Content, { values, seed }: DraftWish): Promise<unknown> =>
  values === 'fresh'
    ? freshValue(content, seed)
    : (await contentValue(content, content.examples[0], seed, plainValue)).value

const isSent = ({ required, in: place, hasExample }: Parameter): boolean =>
  required || place === 'path' || hasExample === true

/** A request of an operation that its contract allows. */
export const validDraft = async (operation: Operation, wish: DraftWish): Promise<RequestDraft> => {
  const valueOf = (parameter: Parameter): unknown =>
    (parameter.in === 'path' ? wish.subject?.path.get(parameter.name) : undefined) ??
    parameterValues(parameter)[0]
  const parameters = new Map(
    operation.parameters.filter(isSent).map((parameter) => [parameter, valueOf(parameter)]),
  )
  const content = sampleContent(operation)
  if (!content) return { operation, parameters }
  return { operation, parameters, content, body: await bodyValue(content, wish) }
}
