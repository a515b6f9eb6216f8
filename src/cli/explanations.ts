import type { ErrorCode } from '../errors.js'
import { contractExplanations } from './contract-explanations.js'
import { controlExplanations } from './control-explanations.js'
import type { Explanation } from './explanation.js'

const login = `curl http://localhost:4010/auth/login -H 'Content-Type: application/json'`

/** What each code means, with an example where one helps. docs/errors.md is made from this. */
export const explanations: Readonly<Partial<Record<ErrorCode, Explanation>>> = {
  'body-malformed': {
    meaning: 'The Content-Type says JSON, and the body is not JSON: it cannot even be compared.',
    wrong: `${login} -d "{'email': 'a@b.c'}"`,
    right: `${login} -d '{"email": "a@b.c"}'`,
  },
  'body-forbidden-key': {
    meaning:
      'Keys that change the prototype of an object in JavaScript are refused anywhere in a body.',
    wrong: '{"name": "x", "__proto__": {"isAdmin": true}}',
    right: '{"name": "x"}',
  },
  'body-too-deep': {
    meaning: 'JSON nested without end is a known way to bring parsers down, so there is a limit.',
  },
  'body-too-large': {
    meaning: 'The body is longer than the server reads.',
    wrong: 'openapi-sandbox serve api.yaml                 # and a body of 5 MB',
    right: 'openapi-sandbox serve api.yaml --max-body 10mb',
  },
  'content-type-unsupported': {
    meaning:
      'The operation documents bodies of other media types; a body of this one cannot be validated.',
    wrong: "curl http://localhost:4010/auth/login -d '{}'   # curl says form-urlencoded",
    right: `${login} -d '{}'`,
  },
  'request-invalid': {
    meaning:
      'Parameters or body break their schemas. Every violation is listed: where it is, the JSON pointer, the rule, what was expected and what was there.',
    wrong: `${login} -d '{"email": 1}'`,
    right: `${login} -d '{"email": "a@b.c", "password": "secret"}'`,
  },
  'request-target-malformed': {
    meaning: 'The path or the query has a percent sign that begins no encoded UTF-8 character.',
    wrong: 'GET /users/100%',
    right: 'GET /users/100%25',
  },
  'parameters-too-many': {
    meaning: 'Reading a query without end would keep all others waiting, so there is a limit.',
  },
  'content-encoding-unsupported': {
    meaning:
      'A body may be packed with gzip, deflate or br; what else it is packed with cannot be read.',
    wrong: 'Content-Encoding: zstd',
    right: 'Content-Encoding: gzip',
  },
  'target-forbidden': {
    meaning:
      'Callbacks and webhooks are sent to this machine only, so that a document cannot have others called.',
    wrong: 'openapi-sandbox webhook created api.yaml --to https://example.com/hooks',
    right: 'openapi-sandbox webhook created api.yaml --to http://localhost:3000/hooks',
  },
  'target-unreachable': {
    meaning: 'Nobody answered there: the receiver is not running, or listens on another port.',
  },
  'server-unreachable': {
    meaning: 'The root of the server was asked for, and nothing was answered, not even a refusal.',
    wrong: 'openapi-sandbox verify api.yaml --base http://localhost:3000   # still starting',
    right: 'openapi-sandbox verify api.yaml --base http://localhost:3000 --wait 60s',
  },
  'credential-unavailable': {
    meaning:
      'What --credential or --login name gave no secret: a variable that is not set, a command that failed, a login that was refused.',
    wrong: 'openapi-sandbox verify api.yaml --credential bearer=env:TOKEN',
    right: 'TOKEN=eyJ... openapi-sandbox verify api.yaml --credential bearer=env:TOKEN',
  },
  'host-malformed': {
    meaning: 'HTTP/1.1 asks for exactly one Host header (RFC 9112 §3.2).',
    wrong: 'GET / HTTP/1.1\nHost: a\nHost: b',
    right: 'GET / HTTP/1.1\nHost: localhost:4010',
  },
  'host-unknown': {
    meaning:
      'Pages of the web could reach a server on your machine under names of their own (DNS rebinding): unknown names are refused.',
    wrong: 'openapi-sandbox serve                          # called as http://mock.test:4010',
    right: 'openapi-sandbox serve --allow-host mock.test',
  },
  'sandbox-name-invalid': {
    meaning: 'Names of sandboxes are parts of host names and of file names.',
    wrong: 'X-Sandbox: My Team',
    right: 'X-Sandbox: my-team',
  },
  'sandbox-conflict': {
    meaning: 'Host, header and path each can name a sandbox; here two of them disagree.',
    wrong: "curl http://alice.localhost:4010/user -H 'X-Sandbox: bob'",
    right: 'curl http://alice.localhost:4010/user',
  },
  'sandbox-required': {
    meaning: 'The server keeps no default sandbox, so that nobody shares one by accident.',
    wrong: 'curl http://localhost:4010/user',
    right: "curl http://localhost:4010/user -H 'X-Sandbox: alice'",
  },
  'sandbox-unknown': {
    meaning:
      'In the public profile the sandboxes are those whose names this server has given: a made-up name is none, and so is one that was given under another key.',
    wrong: 'curl http://localhost:4010/@alice/user',
    right: 'curl -X POST http://localhost:4010/_sandbox/v1/sandboxes',
  },
  'path-unknown': {
    meaning: 'No path template of the contract matches the path; the nearest ones are listed.',
    wrong: 'GET /users',
    right: 'GET /user',
  },
  'method-unknown': {
    meaning: 'The contract has the path with other methods, which the Allow header lists.',
  },
  'reply-undocumented': {
    meaning:
      'Prefer asks for a status or an example that the operation does not document. What it documents is listed.',
    wrong: 'Prefer: code=418',
    right: 'Prefer: code=404',
  },
  'not-acceptable': {
    meaning: 'The Accept header excludes every media type that the response is documented in.',
    wrong: 'Accept: application/xml',
    right: 'Accept: application/json, */*;q=0.1',
  },
  'preference-malformed': {
    meaning: 'A preference that this server knows has a value that it cannot have.',
    wrong: 'Prefer: code=4o4',
    right: 'Prefer: code=404',
  },
  'credentials-missing': {
    meaning: 'The operation asks for credentials, and the request has none of the kinds it takes.',
    wrong: 'curl http://localhost:4010/auth/user',
    right: "curl http://localhost:4010/auth/user -H 'Authorization: Bearer TOKEN'",
  },
  'credentials-invalid': {
    meaning:
      'The token is not of this server and sandbox, has expired, was revoked, or its session has ended. A reset ends all sessions. With --auth verify no credential is accepted that was not made here.',
  },
  'permission-missing': {
    meaning:
      'The user is signed in, but the operation is for others, such as administrators, or asks for a scope that the token lacks.',
  },
  'authorization-refused': {
    meaning:
      'An authorization request names no client, or a redirect_uri that the server does not answer to: nobody is sent to another site without having agreed, and in the public profile only to this machine and to origins that --allow-origin names.',
  },
  'origin-forbidden': {
    meaning:
      'A page of a foreign origin tried to use cookies or the control API: any page of the web could.',
    wrong: 'openapi-sandbox serve                          # called by https://app.example.com',
    right: 'openapi-sandbox serve --allow-origin https://app.example.com',
  },
  'not-found': { meaning: 'The operation is there, but what the request names is not (any more).' },
  conflict: { meaning: 'Something unique is taken, or somebody else was faster.' },
  'precondition-failed': {
    meaning:
      'If-Match names the state that the client has seen; somebody has changed it since. Or If-None-Match wants that there is none.',
    wrong: 'curl -X PUT localhost:4010/things/1 -H \'If-Match: "old"\' -d @thing.json',
    right: 'curl -X PUT localhost:4010/things/1 -H \'If-Match: "2-1x9k"\' -d @thing.json',
  },
  'precondition-required': {
    meaning:
      'The contract documents 428: nobody may change what they have not seen, and the request has no If-Match.',
  },
  'too-busy': { meaning: 'Hashing passwords takes time; too many logins wait for it already.' },
  'store-full': {
    meaning: 'The disk refused the write. Nothing of the request was stored.',
  },
  'reply-broken': {
    meaning:
      'A handler made a reply that the contract does not document; nothing of its transaction was stored. --reply-check warn lets such replies pass.',
  },
  'contract-broken': {
    meaning:
      'A fault of the contract keeps this operation from being answered; all others work. The answer carries the diagnosis with its place.',
  },
  internal: {
    meaning: 'A mistake of openapi-sandbox. The log has all of it under the request id.',
  },
  'option-unknown': {
    meaning: 'There is no such option, or it belongs to another command.',
    wrong: 'openapi-sandbox serve --prot 4020',
    right: 'openapi-sandbox serve --port 4020',
  },
  'option-invalid': {
    meaning: 'An option, a variable or an argument has a value that it cannot have.',
    wrong: 'openapi-sandbox serve --port eighty',
    right: 'openapi-sandbox serve --port 8080',
  },
  'option-unsafe': {
    meaning: 'What is fit for one machine is not for a network: say whom the server is for.',
    wrong: 'openapi-sandbox serve --host 0.0.0.0',
    right: 'openapi-sandbox serve --host 0.0.0.0 --profile public',
  },
  'command-unknown': {
    meaning: 'The first word is neither a command nor the name of a file.',
    wrong: 'openapi-sandbox sevre api.yaml',
    right: 'openapi-sandbox serve api.yaml',
  },
  'command-unstartable': {
    meaning:
      'A program is started as it is, without a shell: no alias, no pipe, no variable is known to openapi-sandbox run.',
    wrong: 'openapi-sandbox run api.yaml -- "npm test"',
    right: 'openapi-sandbox run api.yaml -- npm test',
  },
  'response-unusable': {
    meaning:
      'What toMatchContract was given is no response, or one whose body has gone: a stream, or a body that was read before.',
    wrong: 'await response.json(); await expect(response).toMatchContract()',
    right: 'await expect(response).toMatchContract(); await response.json()',
  },
  'operation-unknown': {
    meaning:
      'A test names an operation that the contract does not have, or names none and the response does not tell which request it answers.',
    wrong: 'expect({ status: 200, body: [] }).toMatchContract()',
    right: "expect({ status: 200, body: [] }).toMatchContract('listPets')",
  },
  'seed-unreadable': {
    meaning: 'First contents of sandboxes are missing, no JSON, or of another shape.',
  },
  'overlay-invalid': {
    meaning:
      'A file of --overlay cannot be read, is no Overlay document of version 1.0 or 1.1, or has an action that cannot be applied.',
    wrong: '{ target: $.info.title, update: New }',
    right: '{ target: $.info, update: { title: New } }',
  },
  'overlay-target': {
    meaning:
      'An action of an overlay selects nothing in the contract, or the overlay was written for another document.',
    wrong: "{ target: $.paths['/user'], remove: true }",
    right: "{ target: $.paths['/users'], remove: true }",
  },
  'coverage-invalid': {
    meaning:
      'A file of --merge-coverage is missing, or is not what --coverage-file writes: a JSON object of format openapi-sandbox-coverage, version 1.',
  },
  'baseline-invalid': {
    meaning:
      'The file of --baseline is missing, or not what --update-baseline writes. Findings would be hidden, or shown, by chance.',
    wrong: '{ "fingerprint": "1f00", "expires": "soon" }',
    right:
      '{ "fingerprint": "1f0002ab00c0ffee", "reason": "fixed in #12", "expires": "2030-01-31" }',
  },
  'revision-unreadable': {
    meaning:
      'The contract of a commit, or an older file, with which --changed-since compares, is not there: git is missing, the contract is in no repository, or the commit has no such file.',
  },
  'workflow-invalid': {
    meaning:
      'A file of --workflows is no Arazzo document, or a step of it names an operation, a workflow or an output that there is not.',
    wrong: '- stepId: read\n  operationId: getPats',
    right: '- stepId: read\n  operationId: getPets',
  },
  'state-correction': {
    meaning:
      'A correction, of x-sandbox in the document or of the file of --state-file, names an operation, a role, a resource or a member that there is not.',
    wrong: 'createUser: {role: creates}',
    right: 'createUser: {role: create, resource: users}',
  },
  'handlers-invalid': {
    meaning: 'A module of handlers cannot be loaded, or names operations that no contract has.',
    wrong: 'export const handlers = { getUsr: () => ({ status: 200 }) }',
    right: 'export const handlers = { getUser: () => ({ status: 200 }) }',
  },
  'types-library': {
    meaning:
      'The types of a contract are written by openapi-typescript, which needs the TypeScript compiler (25 MB): it is installed by those who want types.',
    wrong: 'npx openapi-sandbox types api.yaml',
    right: 'npm install --save-dev openapi-typescript@7 typescript@5',
  },
  'types-unwritable': {
    meaning: 'The library openapi-typescript could not make types of the document.',
  },
  'output-exists': {
    meaning: 'A command was to write a file that is there: what was changed in it would be lost.',
    wrong: 'openapi-sandbox eject listPets api.yaml --out handlers.ts',
    right: 'openapi-sandbox eject listPets api.yaml --out handlers.ts --force',
  },
  'output-unwritable': {
    meaning: 'A command could not write the file that --out names.',
  },
  'port-unavailable': {
    meaning: 'Another program listens on the port, or the system does not allow it.',
    wrong: 'openapi-sandbox serve --port 80',
    right: 'openapi-sandbox serve --port 4020',
  },
  'data-unwritable': {
    meaning:
      'The folder cannot be written, or another server holds it: one process holds one folder.',
    wrong: 'openapi-sandbox serve                          # twice in one folder',
    right: 'openapi-sandbox serve --data ./data-two --port 4020',
  },
  'store-damaged': {
    meaning:
      'A file of a sandbox is no JSON, or not what was written. Nothing is overwritten, so that it can be mended.',
  },
  ...contractExplanations,
  ...controlExplanations,
}
