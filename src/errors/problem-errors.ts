import type { ErrorEntry } from './error-entry.js'

const problem = (status: number, title: string, fix: string): ErrorEntry => ({ status, title, fix })

/** What a client is told. It can act on all but the last, which are the contract's fault or our own. */
export const problemErrors = {
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
  'sandbox-unknown': problem(
    404,
    'There is no such sandbox',
    'Get a sandbox of your own with POST /_sandbox/v1/sandboxes, and use the name or the URL of its answer.',
  ),
  'snapshot-unknown': problem(
    404,
    'The sandbox has no such snapshot',
    'Name one of those that GET /_sandbox/v1/snapshots lists.',
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
    'Write Prefer as RFC 7240 says: code=404, example=NAME, dynamic=true, seed=N, wait=SECONDS, fault=reset.',
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
  'control-token-missing': problem(
    401,
    'The control token is missing or wrong',
    'Send Authorization: Bearer TOKEN: the one that the server was started with, else the one that it printed at its start. In the public profile a sandbox of your own (POST /_sandbox/v1/sandboxes) needs none.',
  ),
  'permission-missing': problem(403, 'The user may not do this', 'Use a user who may.'),
  'authorization-refused': problem(
    400,
    'The authorization request cannot be answered',
    'Send client_id, and a redirect_uri that the server may answer to.',
  ),
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
  'record-conflict': problem(409, 'There is one already', 'Choose another value.'),
  'sandbox-exists': problem(
    409,
    'There is such a sandbox already',
    'Choose another name, or delete that sandbox first.',
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
  'waited-in-vain': problem(
    408,
    'What was waited for did not come',
    'Look at the journal, or at the outbox, for what came instead.',
  ),
  'journal-off': problem(
    409,
    'There is no journal',
    'Start the server with --journal N: it keeps the last N exchanges of each sandbox.',
  ),
  'server-closing': problem(
    503,
    'The server is closing',
    'Ask again when it has been started again.',
  ),
  'store-full': problem(
    507,
    'The change could not be stored',
    'Free space where the data is kept, then try again.',
  ),
  'sandboxes-full': problem(
    507,
    'The server would hold too many sandboxes',
    'Delete sandboxes that are not needed any more, or start the server with a larger --max-sandboxes.',
  ),
  'snapshots-full': problem(
    507,
    'The sandbox would hold too many snapshots',
    'Delete snapshots that are not needed any more, or replace one of them.',
  ),
  'sandbox-full': problem(
    507,
    'The sandbox would hold too many records',
    'Delete records, or reset the sandbox.',
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
} as const satisfies Record<string, ErrorEntry>
