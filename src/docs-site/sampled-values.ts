import type { Operation, Parameter } from '../contract/contract.js'
import type { SampleValues } from '../resources/records/sample-values.js'
import { parameterValues } from '../samples/parameter-value.js'
import { sampleBody, sampleContent, sampleValue } from '../samples/sample-body.js'

/** The values of the required parameters in one place, by name. */
const valuesIn = (
  { parameters }: Operation,
  place: Parameter['in'],
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    parameters
      .filter((one) => one.in === place && one.required && one.whole !== true)
      .map((one) => [one.name, parameterValues(one)[0]]),
  )

/** A body as a value: that of JSON and forms, the text of anything else; of a file there is none. */
const bodyOf = async (operation: Operation): Promise<unknown> => {
  const content = sampleContent(operation)
  const body = content && (await sampleBody(operation))
  if (!content || !body || body.kind === 'file') return undefined
  if (body.kind === 'text') return body.text
  return body.kind === 'json' ? body.value : (await sampleValue(content, operation.id)).value
}

/** What the samples of an operation send, as plain values: what is required, and its body. */
export const sampledValues = async (operation: Operation): Promise<SampleValues> => ({
  path: valuesIn(operation, 'path'),
  query: valuesIn(operation, 'query'),
  header: valuesIn(operation, 'header'),
  cookie: valuesIn(operation, 'cookie'),
  body: await bodyOf(operation),
})
