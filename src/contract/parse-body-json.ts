import { Problem } from '../errors.js'
import { parseJson, type JsonFault } from '../lib/parse-json.js'

const faults: { readonly [K in JsonFault['kind']]: (fault: JsonFault) => Problem } = {
  malformed: (fault) =>
    new Problem('body-malformed', {
      detail: `The body is not well-formed JSON: ${'reason' in fault ? fault.reason : ''}`,
    }),
  'too-deep': () => new Problem('body-too-deep', { detail: 'The body nests more than 64 levels.' }),
  'forbidden-key': (fault) =>
    new Problem('body-forbidden-key', {
      detail: `The body has the key ${'key' in fault ? fault.key : ''}.`,
    }),
}

/**
 * JSON of a body, or of a part of one (RFC 8259); `exact`: integers that a double cannot hold are BigInt.
 * @throws Problem `body-malformed`, `body-too-deep` or `body-forbidden-key` (400).
 */
export const parseBodyJson = (text: string, exact = false): unknown => {
  const parsed = parseJson(text, exact)
  if ('fault' in parsed) throw faults[parsed.fault.kind](parsed.fault)
  return parsed.value
}

/**
 * Names that could reach a prototype are refused in forms as they are in JSON.
 * @throws Problem `body-forbidden-key` (400).
 */
export const refuseForbiddenNames = (names: readonly string[]): void => {
  const found = names
    .flatMap((name) => name.split(/[[\]]/))
    .find((name) => name === '__proto__' || name === 'constructor')
  if (found !== undefined)
    throw new Problem('body-forbidden-key', { detail: `The body has the key ${found}.` })
}
