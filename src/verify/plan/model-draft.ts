import type { Operation, Parameter } from '../../contract/contract.js'
import { placeOf } from '../../generate/schema-place.js'
import { parameterValues } from '../../samples/parameter-value.js'
import type { RequestDraft } from '../request-draft.js'
import { fullValue } from './full-value.js'
import { validDraft } from './valid-draft.js'

/** A value of a parameter with all members that it may have. */
const richest = (parameter: Parameter, known: unknown, seed: string): unknown =>
  fullValue(known ?? parameterValues(parameter)[0], placeOf(parameter.schema), seed, true)

/** A request with a value at every place that the contract describes; not meant to be sent. */
export const modelDraft = async (operation: Operation, seed: string): Promise<RequestDraft> => {
  const draft = await validDraft(operation, { values: 'full', seed })
  const parameters = new Map(
    operation.parameters.map((parameter) => [
      parameter,
      richest(parameter, draft.parameters.get(parameter), seed),
    ]),
  )
  const { content } = draft
  if (!content) return { ...draft, parameters }
  return { ...draft, parameters, body: fullValue(draft.body, placeOf(content.schema), seed, true) }
}
