import type { CompiledSchema, Parameter } from '../contract/contract.js'
import { readText } from '../contract/read-text.js'
import { generateValue } from '../generate/generate-value.js'
import { satisfies } from '../generate/satisfies.js'
import { sourceOf, staticValue } from '../generate/static-value.js'

/** Whether a schema allows a value; one that is broken itself has nothing against it. */
export const isAllowed = (schema: CompiledSchema, value: unknown): boolean => {
  try {
    return satisfies(schema, value)
  } catch {
    return true
  }
}

/** A plain value for a schema, also for one whose validator cannot be compiled. */
export const plainValue = (schema: CompiledSchema, name: string, seed = name): unknown => {
  try {
    return staticValue(schema, name, seed)
  } catch {
    const source = { ...sourceOf(schema), isValid: () => true }
    return generateValue(source, { seed, mode: 'static', name })
  }
}

/** What a documented text says: the example may be written as it is sent. */
const asSent = (parameter: Parameter): readonly unknown[] => {
  const { example } = parameter
  if (typeof example !== 'string') return []
  const { value } = readText(parameter, example)
  return value === undefined ? [] : [value]
}

/**
 * Values for a parameter, the best first: the documented one where its schema allows it, else the plain
 * one that the mock would show.
 */
export const parameterValues = (parameter: Parameter): readonly unknown[] => {
  const { schema, example, name } = parameter
  const documented = example === undefined ? [] : [example, ...asSent(parameter)]
  const made = plainValue(schema, name)
  const values = [...documented, made]
  const allowed = values.filter((value) => isAllowed(schema, value))
  return allowed.length > 0 ? allowed : values
}
