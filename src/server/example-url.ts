import type { Operation, Parameter } from '../contract/contract.js'
import { noPreference } from '../mock/preference.js'
import { sampleOf } from '../mock/sample-of.js'

const exampleOf = async (parameter: Parameter): Promise<string> => {
  const example =
    parameter.example ?? (await sampleOf(parameter.schema, noPreference, parameter.name))
  return encodeURIComponent(typeof example === 'string' ? example : JSON.stringify(example ?? ''))
}

/** The path of an operation with its parameters filled in from examples: what a terminal can open. */
export const exampleUrl = async (base: string, operation: Operation): Promise<string> => {
  let path = operation.path
  const query: string[] = []
  for (const parameter of operation.parameters) {
    if (parameter.in === 'path')
      path = path.replaceAll(`{${parameter.name}}`, await exampleOf(parameter))
    else if (parameter.in === 'query' && parameter.required)
      query.push(`${encodeURIComponent(parameter.name)}=${await exampleOf(parameter)}`)
  }
  return base + path + (query.length > 0 ? `?${query.join('&')}` : '')
}
