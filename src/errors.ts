/** One row of the table: what a code means, whose status it carries, how it is mended. */
export interface ErrorEntry {
  /** HTTP status for a Problem; 0 for a SetupError, which ends in an exit code instead. */
  readonly status: number
  readonly title: string
  readonly fix: string
}

const problem = (status: number, title: string, fix: string): ErrorEntry => ({ status, title, fix })
const setup = (title: string, fix: string): ErrorEntry => ({ status: 0, title, fix })

/** Every error of the product by its stable code. docs/errors.md is made from this table. */
export const errors = {
  // Problems: the client can act on them.
  'body-malformed': problem(
    400,
    'The body is not well-formed',
    'Send well-formed JSON, or what the Content-Type says.',
  ),
  'body-forbidden-key': problem(
    400,
    'The body has a forbidden key',
    'Remove the keys __proto__ and constructor.',
  ),
  'body-too-deep': problem(
    400,
    'The body is nested too deeply',
    'Nest JSON or XML at most 64 levels deep.',
  ),
  'body-too-large': problem(413, 'The body is too large', 'Send less, or raise --max-body.'),
  'content-type-unsupported': problem(
    415,
    'The Content-Type is not supported',
    'Send one of the media types that the contract lists.',
  ),
  'content-encoding-unsupported': problem(
    415,
    'The Content-Encoding is not supported',
    'Send the body as it is, or packed with gzip, deflate or br.',
  ),
  'request-invalid': problem(
    422,
    'The request breaks the contract',
    'Correct each violation listed.',
  ),
  'request-target-malformed': problem(
    400,
    'The request target is malformed',
    'Percent-encode the path and the query as UTF-8 (RFC 3986 §2.1).',
  ),
  'parameters-too-many': problem(
    400,
    'The query has too many parameters',
    'Send at most 1,000 parameters.',
  ),
  'host-malformed': problem(
    400,
    'The Host header is malformed',
    'Send exactly one Host header: name or address, and port.',
  ),
  'host-unknown': problem(
    421,
    'This server does not answer for that host',
    'Call it as localhost, or start it with --allow-host NAME.',
  ),
  'sandbox-name-invalid': problem(
    422,
    'The sandbox name is not valid',
    'Use a name that matches ^[a-z0-9][a-z0-9_-]{0,62}$.',
  ),
  'sandbox-conflict': problem(
    400,
    'The request names two different sandboxes',
    'Name one sandbox: by host, by X-Sandbox or by path.',
  ),
  'sandbox-required': problem(
    400,
    'The request names no sandbox',
    'Name one by host NAME.localhost, header X-Sandbox or path /@NAME/: the server was started with --require-sandbox.',
  ),
  'path-unknown': problem(404, 'No operation has this path', 'Use one of the paths listed.'),
  'method-unknown': problem(
    405,
    'The path has no operation with this method',
    'Use one of the methods in Allow.',
  ),
  'reply-undocumented': problem(
    404,
    'The contract does not document this reply',
    'Ask for one of the replies listed.',
  ),
  'not-acceptable': problem(
    406,
    'No documented media type is acceptable',
    'Send an Accept header that takes one of the media types listed.',
  ),
  'preference-malformed': problem(
    422,
    'A preference is malformed',
    'Write Prefer as RFC 7240 says: code=404, example=NAME, dynamic=true, seed=N, wait=SECONDS.',
  ),
  'credentials-missing': problem(
    401,
    'Credentials are missing',
    'Send the credentials that the operation asks for.',
  ),
  'credentials-invalid': problem(
    401,
    'Credentials are not valid',
    'Log in again and send the new token.',
  ),
  'permission-missing': problem(403, 'The user may not do this', 'Use a user who may.'),
  'origin-forbidden': problem(
    403,
    'This origin may not do this',
    'Call from a loopback origin, or start the server with --allow-origin ORIGIN.',
  ),
  'not-found': problem(404, 'There is no such thing', 'Use an identifier that exists.'),
  conflict: problem(
    409,
    'The request conflicts with the current state',
    'Read the current state and send a request that fits it.',
  ),
  'precondition-failed': problem(
    412,
    'The thing has changed, or is there already',
    'Read it again, and send the ETag of that answer in If-Match.',
  ),
  'precondition-required': problem(
    428,
    'The request has to say which state it changes',
    'Send the ETag of the last answer in If-Match.',
  ),
  'too-busy': problem(
    429,
    'Too many requests at once',
    'Try again after the seconds in Retry-After.',
  ),
  'store-full': problem(
    507,
    'The change could not be stored',
    'Free space where the data is kept, then try again.',
  ),
  // The contract's or our own fault, seen by a client.
  'reply-broken': problem(
    500,
    'The reply would break the contract',
    'See the log for the diagnosis under the request id.',
  ),
  'contract-broken': problem(
    501,
    'The contract has a fault at this operation',
    'Mend the contract where the diagnosis says.',
  ),
  internal: problem(500, 'Internal error', 'See the log under the request id, and report it.'),
  // Setup: printed without a stack, exit code 2 (3 for a damaged store).
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
  'seed-unreadable': setup(
    'The seed could not be read',
    'Name a JSON file of the shape described in docs/seed.md.',
  ),
  'state-correction': setup(
    'A correction of inferred state cannot be applied',
    'Use the names that openapi-sandbox explain-state CONTRACT prints.',
  ),
  'handlers-invalid': setup(
    'The handlers could not be used',
    'Export handlers by operationId from an ES module.',
  ),
  'port-unavailable': setup(
    'The port could not be opened',
    'Choose another with --port, or end the process that holds it.',
  ),
  'target-forbidden': setup(
    'The receiver is on another machine',
    'Name a receiver on this machine, or allow others: --callbacks any, for a webhook --allow-remote.',
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

/** A stable error code. */
export type ErrorCode = keyof typeof errors

/** Where a message breaks the contract. */
export interface Violation {
  readonly location: 'path' | 'query' | 'header' | 'cookie' | 'body' | 'response'
  /** JSON pointer into the body, or `/name` of a parameter. */
  readonly pointer: string
  /** The JSON Schema keyword or rule that is broken. */
  readonly rule: string
  readonly expected: string
  /** What was there instead, shortened; absent when nothing was. */
  readonly got?: string
  readonly message: string
}

/** What a Problem may add to its row of the table. */
export interface ProblemDetails {
  /** What was attempted and why it failed. */
  readonly detail: string
  /** How to mend it, when the table's general advice can be bettered. */
  readonly fix?: string
  readonly violations?: readonly Violation[]
  /** Further headers of the reply: name, value, name, value. */
  readonly headers?: readonly string[]
  /** Further members of the problem document (RFC 9457 §3.2). */
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** A refusal that the client can act on; becomes a reply in the documented shape, else RFC 9457. */
export class Problem extends Error {
  readonly status: number
  constructor(
    readonly code: ErrorCode,
    readonly details: ProblemDetails,
  ) {
    super(details.detail)
    this.name = 'Problem'
    this.status = errors[code].status
  }
}

/** Where in a file a setup error lies; line and column count from 1. */
export interface SourcePlace {
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly pointer?: string
}

/** The contract, an option or a file cannot be used: printed without a stack, never thrown at a client. */
export class SetupError extends Error {
  readonly fix: string
  constructor(
    readonly code: ErrorCode,
    detail: string,
    readonly place: SourcePlace = {},
    fix?: string,
    /** The single faults, when it stands for several. */
    readonly faults: readonly SetupError[] = [],
  ) {
    super(detail)
    this.name = 'SetupError'
    this.fix = fix ?? errors[code].fix
  }

  /** The exit code of a command that fails with this error. */
  get exitCode(): 2 | 3 {
    return this.code === 'store-damaged' ? 3 : 2
  }
}
