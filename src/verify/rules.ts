/** What a finding of a rule means for the exit code: notes and warnings never fail a run. */
export type Severity = 'error' | 'warning' | 'note'

/** One rule that a server is judged by. */
export interface Rule {
  readonly title: string
  readonly severity: Severity
  /** What is wrong when the rule is broken, and why that matters to clients. */
  readonly meaning: string
  /** How it is mended: in the server, or in the contract. */
  readonly fix: string
}

const statusFix =
  'Answer with a documented status, or document the one that is answered; `default` covers all that are not named.'
const validationFix =
  'Validate requests by the same contract before acting, or loosen the schema to what the server means.'
const stateFix = 'Look at how the write is stored and read back: both calls are in the finding.'

/** Every rule by its stable id. docs/rules.md is made from this table. */
export const rules = {
  V100: {
    title: 'server error',
    severity: 'error',
    meaning:
      'The server answered 5xx, or broke the connection: whatever the request was, it failed of itself.',
    fix: 'Look for the request in the log of the server; a bad request deserves a 4xx.',
  },
  V101: {
    title: 'undocumented status',
    severity: 'error',
    meaning: 'No response of the operation documents the status: clients cannot know it.',
    fix: statusFix,
  },
  V102: {
    title: 'undocumented media type',
    severity: 'error',
    meaning: 'The body has a media type that the response does not document, or none.',
    fix: 'Send the documented Content-Type, or document the one that is sent.',
  },
  V103: {
    title: 'response header',
    severity: 'error',
    meaning: 'A required header of the response is missing, or a value breaks its schema.',
    fix: 'Send the header as documented, or mark it as optional.',
  },
  V104: {
    title: 'response body',
    severity: 'error',
    meaning: 'The body breaks its schema, or there is one where none can be.',
    fix: 'Answer what the schema says, or have the schema say what is answered.',
  },
  V105: {
    title: 'undocumented field',
    severity: 'note',
    meaning:
      'The body has members that the schema neither describes nor forbids: a sign of a contract that lags behind.',
    fix: 'Document the member, or forbid others with `additionalProperties: false`.',
  },
  V110: {
    title: 'invalid request accepted',
    severity: 'error',
    meaning: 'A request that the contract forbids was answered with success.',
    fix: validationFix,
  },
  V111: {
    title: 'valid request refused',
    severity: 'error',
    meaning: 'A request that the contract allows was refused, with a status that says it is wrong.',
    fix: 'Accept it, or say in the contract what the server really asks for.',
  },
  V112: {
    title: 'credentials not asked for',
    severity: 'error',
    meaning: 'An operation with security was answered without credentials, or with made-up ones.',
    fix: 'Refuse with 401, or drop `security` where nobody has to log in.',
  },
  V113: {
    title: 'undocumented method accepted',
    severity: 'error',
    meaning: 'A method that the path does not have was not refused with 405 and Allow.',
    fix: 'Answer 405 with an Allow header (RFC 9110 §15.5.6), or document the method.',
  },
  V114: {
    title: 'undocumented content type accepted',
    severity: 'warning',
    meaning:
      'A body of a media type that is not documented was accepted: many frameworks read JSON by any name.',
    fix: 'Refuse with 415 (RFC 9110 §15.5.16), or document the media type.',
  },
  V115: {
    title: 'malformed JSON accepted',
    severity: 'error',
    meaning: 'A body that says JSON and is none was accepted.',
    fix: 'Refuse with 400 what cannot be parsed.',
  },
  V120: {
    title: 'not available after creation',
    severity: 'error',
    meaning: 'What was created cannot be read where it is said to be.',
    fix: stateFix,
  },
  V121: {
    title: 'read is not what was written',
    severity: 'error',
    meaning: 'A member that was written and accepted is read back with another value.',
    fix: stateFix,
  },
  V122: {
    title: 'available after deletion',
    severity: 'error',
    meaning: 'What was deleted can still be read, changed or listed.',
    fix: stateFix,
  },
  V123: {
    title: 'refused write had an effect',
    severity: 'error',
    meaning: 'A request was refused, and yet something was changed or created.',
    fix: 'Validate all of a request before acting on any of it, in one transaction.',
  },
  V124: {
    title: 'lost update',
    severity: 'error',
    meaning:
      'A partial change reset what it did not name, or a change based on an older version was accepted.',
    fix: stateFix,
  },
  V125: {
    title: 'repetition fails',
    severity: 'error',
    meaning: 'The same PUT or DELETE sent twice fails of itself (RFC 9110 §9.2.2).',
    fix: 'Answer the second as the first, or with 404 or 410 where the thing is gone.',
  },
  V126: {
    title: 'list is not complete',
    severity: 'error',
    meaning: 'A list lacks what was created, shows it twice, or loses items between pages.',
    fix: stateFix,
  },
  V130: {
    title: 'link leads elsewhere',
    severity: 'error',
    meaning: 'A documented link of a response does not lead to what it names.',
    fix: 'Correct the parameters of the Link Object (OpenAPI §4.7.20), or the operation it leads to.',
  },
  V131: {
    title: 'criterion of a workflow failed',
    severity: 'error',
    meaning: 'A step of an Arazzo workflow was not answered as its success criteria ask.',
    fix: 'Look at the step named: its criterion, and what the server answered.',
  },
  V140: {
    title: 'slow answer',
    severity: 'warning',
    meaning: 'An answer took longer than --max-latency.',
    fix: 'Measure the operation on the server; or raise the limit.',
  },
  V150: {
    title: 'undocumented endpoint',
    severity: 'error',
    meaning: 'A request was sent to a path or method that the contract does not have.',
    fix: 'Correct the client, or document the operation.',
  },
  V151: {
    title: 'invalid request sent',
    severity: 'error',
    meaning:
      'A client sent parameters or a body that the operation does not allow: a server that validates refuses them.',
    fix: 'Correct the client; where a test means to see the refusal, say --allow V151:OPERATION.',
  },
  V152: {
    title: 'credentials missing',
    severity: 'error',
    meaning: 'A client called an operation with security without the credentials that it asks for.',
    fix: 'Log in first, and send what the security scheme says; or --allow V152:OPERATION where 401 is meant.',
  },
  V160: {
    title: 'example breaks its schema',
    severity: 'error',
    meaning: 'An example of the contract is not what its own schema allows.',
    fix: 'Correct the example, or the schema.',
  },
} as const satisfies Record<string, Rule>

/** The stable id of a rule. */
export type RuleId = keyof typeof rules

/** The ids of all rules, in their order. */
export const ruleIds = Object.keys(rules) as readonly RuleId[]

/** The rule with this id. */
export const ruleOf = (id: RuleId): Rule => rules[id]
