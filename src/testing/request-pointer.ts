import type { Contract, Operation } from '../contract/contract.js'
import type { Violation } from '../errors.js'
import { arrayOrEmpty, objectOrEmpty, own } from '../lib/json-object.js'
import { escapeToken, tokens, valueAt } from '../lib/json-pointer.js'
import { schemaPlace } from '../verify/judge/fault-place.js'
import { followed } from '../verify/judge/schema-pointer.js'

/** Where a parameter is written: at the operation, else at its path. */
const parameterPointer = (
  { document }: Contract,
  { pointer }: Operation,
  name: string,
  location: string,
): string | undefined => {
  const above = pointer.slice(0, pointer.lastIndexOf('/'))
  const all = [pointer, above].flatMap((at) =>
    arrayOrEmpty(valueAt(document, `${at}/parameters`)).map((_, index) =>
      followed(document, `${at}/parameters/${index}`),
    ),
  )
  return all.find((at) => {
    const written = objectOrEmpty(valueAt(document, at))
    const said = String(own(written, 'name'))
    const isSame = location === 'header' ? said.toLowerCase() === name.toLowerCase() : said === name
    return isSame && own(written, 'in') === location
  })
}

/** Where the contract says what a request breaks; undefined where that is not to be told. */
export const requestPointer = (
  contract: Contract,
  operation: Operation,
  { location, pointer, rule }: Violation,
): string | undefined => {
  const { document } = contract
  if (location === 'body') {
    const body = followed(document, `${operation.pointer}/requestBody`)
    const types = Object.keys(objectOrEmpty(valueAt(document, `${body}/content`)))
    const [type = ''] = types
    // Of several, the violation does not say which it was.
    const isLeftOut = pointer === '' && rule === 'required'
    if (types.length !== 1 || isLeftOut) return valueAt(document, body) ? body : undefined
    return schemaPlace(document, `${body}/content/${escapeToken(type)}`, pointer, rule)
  }
  const [name = '', ...rest] = tokens(pointer)
  const at = parameterPointer(contract, operation, name, location)
  // A parameter that is left out is required by itself, not by its schema.
  if (at === undefined || (rest.length === 0 && rule === 'required')) return at
  return schemaPlace(document, at, rest.map((token) => `/${escapeToken(token)}`).join(''), rule)
}
