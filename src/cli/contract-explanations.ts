import type { ErrorCode } from '../errors.js'
import type { Explanation } from './explanation.js'

/** What the codes of faults of a contract mean. */
export const contractExplanations: Readonly<Partial<Record<ErrorCode, Explanation>>> = {
  'contract-unreadable': {
    meaning: 'There is no such file, it may not be read, or an address did not answer.',
    wrong: 'openapi-sandbox serve apii.yaml',
    right: 'openapi-sandbox serve api.yaml',
  },
  'contract-malformed': {
    meaning: 'The text is neither YAML nor JSON, so nothing can be said about what it means.',
    wrong: 'info:\n  title: Shop: the API',
    right: "info:\n  title: 'Shop: the API'",
  },
  'contract-invalid': {
    meaning:
      'Something stands where OpenAPI asks for something else: text instead of an object, an unknown place of a parameter, no paths. In a document of another kind nothing can be served; else only the place named is spoilt.',
    wrong: 'parameters:\n  - name: id\n    schema: {type: string}',
    right: 'parameters:\n  - name: id\n    in: query\n    schema: {type: string}',
  },
  'contract-reference': {
    meaning:
      'A $ref, a security requirement or a discriminator names something that is not there. What depends on it answers 501, the rest is served.',
    wrong: "schema:\n  $ref: '#/components/schema/User'",
    right: "schema:\n  $ref: '#/components/schemas/User'",
  },
  'contract-schema': {
    meaning:
      'A keyword of a schema has a value that JSON Schema does not allow. Requests to operations that need the schema are answered 501: nothing passes without being validated.',
    wrong: 'type: object\nproperties:\n  age: {type: int, required: true}',
    right: 'type: object\nrequired: [age]\nproperties:\n  age: {type: integer}',
  },
  'contract-pattern': {
    meaning:
      'A pattern is no regular expression of ECMAScript with Unicode: other dialects write some things differently, and a backslash has to be doubled in JSON.',
    wrong: "pattern: '(?i)^[a-z\\-]+\\Z'",
    right: "pattern: '^[A-Za-z-]+$'",
  },
  'contract-example': {
    meaning:
      'An example, or a default, is not what its schema describes: one of the two is wrong. A valid body is generated in its place.',
    wrong: 'type: string\nformat: date\nexample: 01/31/2025',
    right: "type: string\nformat: date\nexample: '2025-01-31'",
  },
  'contract-path': {
    meaning:
      'Each name in braces needs a parameter in: path that is required, and each such parameter a name in braces.',
    wrong:
      '/users/{id}:\n  get:\n    parameters:\n      - {name: userId, in: path, required: true, schema: {type: string}}',
    right:
      '/users/{userId}:\n  get:\n    parameters:\n      - {name: userId, in: path, required: true, schema: {type: string}}',
  },
  'contract-duplicate': {
    meaning:
      'Two operations have one operationId, two templates match the same paths, or a list has a parameter twice. The first one counts.',
    wrong: '/users/{id}: ...\n/users/{name}: ...',
    right: '/users/{id}: ...',
  },
  'contract-response': {
    meaning:
      'Without a documented response the mock can only answer an empty 200; a key that is no status is never answered.',
    wrong: 'responses:\n  ok: {description: The user}',
    right: "responses:\n  '200': {description: The user}",
  },
  'contract-unsatisfiable': {
    meaning:
      'Keywords of a schema contradict each other: whatever is sent or answered breaks one of them.',
    wrong: 'type: integer\nminimum: 10\nmaximum: 1',
    right: 'type: integer\nminimum: 1\nmaximum: 10',
  },
  'contract-faulty': {
    meaning:
      'With --strict everything about the contract is checked before it is served, and one fault is enough not to serve it.',
    wrong: 'openapi-sandbox serve api.yaml --strict',
    right: 'openapi-sandbox lint api.yaml          # until it finds nothing',
  },
}
