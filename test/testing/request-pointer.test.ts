import type { Violation } from '../../src/errors.js'
import { requestPointer } from '../../src/testing/request-pointer.js'
import { contractOf, operationOf } from '../verify/support/contract-of.js'

const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const pet = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string', minLength: 1 }, tags: { items: { type: 'string' } } },
}
const contract = contractOf({
  '/pets/{id}': {
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
    put: {
      operationId: 'putPet',
      parameters: [{ name: 'X-Trace', in: 'header', required: true, schema: { maxLength: 3 } }],
      requestBody: { required: true, ...json(pet) },
      responses: { 200: { description: '' } },
    },
  },
})

const put = '/paths/~1pets~1{id}/put'
const schema = `${put}/requestBody/content/application~1json/schema`

test.each([
  ['body', '/name', 'minLength', `${schema}/properties/name/minLength`],
  ['body', '/name', 'required', `${schema}/required`],
  ['body', '/tags/3', 'type', `${schema}/properties/tags/items/type`],
  ['body', '', 'required', `${put}/requestBody`],
  ['path', '/id', 'type', '/paths/~1pets~1{id}/parameters/0/schema/type'],
  ['header', '/x-trace', 'maxLength', `${put}/parameters/0/schema/maxLength`],
  ['header', '/x-trace', 'required', `${put}/parameters/0`],
  ['query', '/more', 'additionalProperties', undefined],
] as const)('%s %s, %s', (location, pointer, rule, wanted) => {
  const violation: Violation = { location, pointer, rule, expected: '', message: '' }
  expect(requestPointer(contract, operationOf(contract, 'putPet'), violation)).toBe(wanted)
})
