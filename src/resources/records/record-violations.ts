import type { Content } from '../../contract/contract.js'
import { violation } from '../../contract/violation.js'
import type { Violation } from '../../errors.js'
import { isValidAt } from '../../generate/schema-place.js'
import { pointer } from '../../lib/json-pointer.js'
import { withValueAtPath } from '../../lib/value-path.js'
import type { PropertyPath } from '../resource-model.js'
import type { ResourceState } from './resource-state.js'

/** An answer that holds a record, and where it holds it. */
interface Holder {
  readonly content: Content | undefined
  readonly at: PropertyPath
  readonly inItems?: boolean | undefined
  readonly itemAt?: PropertyPath | undefined
}

/** The same answer as the schema of records was taken from. */
const holderOf = ({ resource, inferences }: ResourceState): Holder | undefined => {
  if (resource.representation) return resource.representation
  const shown = inferences.find(
    ({ role, response }) => role !== 'list' && response?.at && response.content?.schema,
  )?.response
  return shown && { content: shown.content, at: shown.at ?? [] }
}

/** What the validator of the whole answer says of the record in it. */
const foundIn = (
  { content, at, inItems, itemAt = [] }: Holder,
  value: unknown,
): readonly Violation[] => {
  const item = withValueAtPath(undefined, itemAt, value)
  const body = withValueAtPath(undefined, at, inItems ? [item] : item)
  const prefix = pointer(...at, ...(inItems ? [0] : []), ...itemAt)
  const all = content?.schema?.validate(body, { location: 'body', pointer: '' }) ?? []
  return all.flatMap((one) =>
    one.pointer === prefix || one.pointer.startsWith(`${prefix}/`)
      ? [{ ...one, pointer: one.pointer.slice(prefix.length) }]
      : [],
  )
}

/** In what a value is no record of a resource, by the contract; `at`: its JSON pointer in the body. */
export const recordViolations = (
  state: ResourceState,
  value: unknown,
  at: string,
): readonly Violation[] => {
  const { place } = state
  // Quicker than compiling a validator for a record that is right.
  if (!place || isValidAt(place, value)) return []
  const holder = holderOf(state)
  const found = holder ? foundIn(holder, value) : []
  if (found.length === 0)
    return [violation('body', at, 'schema', 'a record as the contract has it')]
  return found.map((one) => ({
    ...one,
    pointer: at + one.pointer,
    message: one.message.replace(/^body \S*:/, `body ${at + one.pointer}:`),
  }))
}
