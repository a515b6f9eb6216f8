import type { ExchangeFacts } from '../../lib/runtime-value.js'
import type { RequestDraft } from '../request-draft.js'
import type { Sent } from '../stage.js'
import { isReply, replyHeader } from '../wire.js'

/** What runtime expressions can say of an exchange. */
export const factsOf = (draft: RequestDraft, sent: Sent): ExchangeFacts => {
  const { request, answer, status, body } = sent
  const path = [...draft.parameters].flatMap(([parameter, value]) =>
    parameter.in === 'path' ? [[parameter.name, String(value)] as const] : [],
  )
  const query = new URLSearchParams(request.target.split('?').slice(1).join('?'))
  const said = new Map(request.headers.map(([name, value]) => [name.toLowerCase(), value]))
  return {
    url: request.target,
    method: request.method,
    status,
    request: {
      header: (name) => said.get(name),
      body: draft.body,
      query: new Map(query),
      path: Object.fromEntries(path),
    },
    response: {
      header: (name) => (isReply(answer) ? replyHeader(answer, name) : undefined),
      body,
    },
  }
}
