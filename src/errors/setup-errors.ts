import type { ErrorEntry } from './error-entry.js'

const setup = (title: string, fix: string): ErrorEntry => ({ status: 0, title, fix })

/** What ends a command: printed without a stack, exit code 2 (3 for a damaged store). */
export const setupErrors = {
  'contract-unreadable': setup(
    'The contract could not be read',
    'Name a file that exists and can be read.',
  ),
  'contract-malformed': setup(
    'The contract is not well-formed',
    'Correct the YAML or JSON at the place named.',
  ),
  'contract-invalid': setup(
    'The contract breaks the structure of OpenAPI',
    'Write at the place named what OpenAPI asks for; a document needs openapi, info and paths.',
  ),
  'contract-reference': setup(
    'A reference in the contract leads nowhere',
    'Correct the $ref, or add what it names.',
  ),
  'contract-schema': setup(
    'A schema of the contract cannot be compiled',
    'Correct the schema at the place named: its patterns, keywords and types.',
  ),
  'contract-pattern': setup(
    'A pattern of the contract is no regular expression',
    'Write it as ECMAScript does (ECMA-262); other dialects know more.',
  ),
  'contract-example': setup(
    'An example or a default breaks its schema',
    'Correct the example, or the schema when the example is what is meant.',
  ),
  'contract-path': setup(
    'A path template and its parameters disagree',
    'Describe each {name} of the path as a required parameter in: path, and no other.',
  ),
  'contract-duplicate': setup(
    'Something that has to be unique stands in the contract twice',
    'Rename or remove one of the two.',
  ),
  'contract-response': setup(
    'An operation has no response that can be answered with',
    'Describe responses under statuses from 100 to 599, ranges such as 4XX, or default.',
  ),
  'contract-unsatisfiable': setup(
    'No value can satisfy a schema of the contract',
    'Remove what contradicts (two keywords, a recursion without end, limits that are huge), or document an example.',
  ),
  'contract-faulty': setup(
    'The contract has faults, and strict does not allow any',
    'Mend each fault listed, or start without --strict: then each spoils only its own place.',
  ),
  'option-unknown': setup('Unknown option', 'See openapi-sandbox --help.'),
  'option-invalid': setup(
    'An option has a value that it cannot have',
    'See openapi-sandbox --help.',
  ),
  'option-unsafe': setup(
    'A setting is too weak for where the server listens',
    'Choose the profile and the settings that fit.',
  ),
  'command-unknown': setup('Unknown command', 'See openapi-sandbox --help.'),
  'command-unstartable': setup(
    'A program could not be started',
    'Write behind -- what a shell would find: a program and its arguments, such as npx vitest run, or sh -c "…". On Windows, cmd /c npm test.',
  ),
  'response-unusable': setup(
    'A response cannot be compared with the contract',
    'Pass a response of fetch, supertest, axios or inject, or { status, headers, body }.',
  ),
  'operation-unknown': setup(
    'The contract does not have the operation',
    'Name one by its operationId, or as "GET /path".',
  ),
  'seed-unreadable': setup(
    'The seed could not be read',
    'Name a JSON file of the shape described in docs/seed.md.',
  ),
  'overlay-invalid': setup(
    'An overlay cannot be applied',
    'Correct it at the place named: it is an Overlay document (https://spec.openapis.org/overlay) of version 1.0 or 1.1.',
  ),
  'overlay-target': setup(
    'An overlay does not fit the contract',
    'Correct the target, or remove the action.',
  ),
  'workflow-invalid': setup(
    'An Arazzo document cannot be carried out',
    'Correct it at the place named: it is an Arazzo document (https://spec.openapis.org/arazzo) of version 1.0 or 1.1 for this contract.',
  ),
  'state-correction': setup(
    'A correction of inferred state cannot be applied',
    'Use the names that openapi-sandbox explain-state CONTRACT prints.',
  ),
  'handlers-invalid': setup(
    'The handlers could not be used',
    'Export handlers by operationId from an ES module.',
  ),
  'types-library': setup(
    'Types cannot be written without openapi-typescript',
    'Run npm install --save-dev openapi-typescript@7 typescript@5 in the folder of your project.',
  ),
  'types-unwritable': setup(
    'The types of a contract could not be written',
    'See what openapi-sandbox lint CONTRACT says of the document.',
  ),
  'output-exists': setup(
    'A file would be overwritten',
    'Name another with --out, or say --force to write over it.',
  ),
  'output-unwritable': setup('A file could not be written', 'Name another with --out.'),
  'coverage-invalid': setup(
    'A file of coverage cannot be read',
    'Name a file that --coverage-file, or the tests, have written.',
  ),
  'baseline-invalid': setup(
    'The baseline cannot be used',
    'Correct it at the place named, or write it anew with --update-baseline.',
  ),
  'revision-unreadable': setup(
    'The older contract cannot be read',
    'Name a commit, a branch or a tag of the repository that the contract is in, or an older file of it. A shallow clone lacks what it did not fetch (actions/checkout: fetch-depth: 0).',
  ),
  'port-unavailable': setup(
    'The port could not be opened',
    'Choose another with --port, or end the process that holds it.',
  ),
  'target-forbidden': setup(
    'The receiver is on another machine',
    'Name a receiver on this machine, or allow others: --callbacks any, for a webhook --allow-remote.',
  ),
  'server-unreachable': setup(
    'The server that is verified gives no answer',
    'Start it, correct --base, or wait for it with --wait 60s; --insecure accepts a certificate that is not trusted.',
  ),
  'credential-unavailable': setup(
    'A credential could not be had',
    'Correct --credential or --login: the scheme, the variable, the command, or name and password.',
  ),
  'target-unreachable': setup('The receiver gave no answer', 'Start it, or correct the URL.'),
  'data-unwritable': setup(
    'The data folder cannot be used',
    'Name a folder that can be written with --data.',
  ),
  'store-damaged': setup(
    'A stored sandbox is damaged',
    'Restore the file from a copy, or move it away to begin with the seed. It was left as it is.',
  ),
} as const satisfies Record<string, ErrorEntry>
