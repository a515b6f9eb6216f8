import type { ErrorCode } from '../errors.js'
import type { Explanation } from './explanation.js'

const api = 'curl http://localhost:4010/_sandbox/v1'
const json = "-H 'Content-Type: application/json'"

/** What the codes of the control API mean. */
export const controlExplanations: Readonly<Partial<Record<ErrorCode, Explanation>>> = {
  'control-token-missing': {
    meaning:
      'Other machines can reach the server, and what the control API tells and does is for its owner only.',
    wrong: `${api}/sandboxes`,
    right: `${api}/sandboxes -H "Authorization: Bearer $OPENAPI_SANDBOX_CONTROL_TOKEN"`,
  },
  'sandbox-exists': {
    meaning:
      'A sandbox is made once: by POST sandboxes, or by the first request that selects its name.',
    wrong: `${api}/sandboxes ${json} -d '{"name":"worker-7"}'   # twice`,
    right: `${api}/sandboxes ${json} -d '{"name":"worker-8"}'`,
  },
  'snapshot-unknown': {
    meaning: 'A snapshot belongs to one sandbox: others have no part in it, unless they name both.',
    wrong: `${api}/sandboxes ${json} -d '{"name":"copy","from":{"snapshot":"two-orders"}}'`,
    right: `${api}/sandboxes ${json} -d '{"name":"copy","from":{"sandbox":"worker-7","snapshot":"two-orders"}}'`,
  },
  'record-conflict': {
    meaning:
      'A record that is put has the value of another one where only one may have it, such as the address of a user.',
  },
  'sandbox-full': {
    meaning: 'One sandbox holds so many records at most (--max-records). Nothing was changed.',
  },
  'sandboxes-full': {
    meaning:
      'A server holds so many sandboxes at most (--max-sandboxes), those included that a request began by selecting a name.',
  },
  'snapshots-full': {
    meaning: 'One sandbox holds so many snapshots at most (--max-snapshots).',
  },
  'waited-in-vain': {
    meaning:
      'A call waited for exchanges or for a mail, and its time was over first. The detail tells what came instead.',
    wrong: `${api}/outbox/wait?to=ann@example.com        # nobody was invited`,
    right: `${api}/outbox/wait?to=ann@example.com&timeoutMs=20000`,
  },
  'journal-off': {
    meaning: 'Without a journal nothing can be listed or waited for, and an empty list would lie.',
    wrong: 'openapi-sandbox serve --journal 0',
    right: 'openapi-sandbox serve --journal 300',
  },
  'server-closing': {
    meaning: 'Who waits when a server ends is told so, and not kept waiting.',
  },
}
