// A client of one sandbox: sends requests that the contract allows, and has every reply judged.
import { requestFor } from '../request.mjs'

const accept = 'application/json, application/*+json;q=0.9, */*;q=0.5'

const parsed = (text) => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isRight = ({ body }) => body === 'valid' || body === 'none' || body === 'other'

const documentsSuccess = ({ responses }) =>
  Object.keys(responses ?? {}).some((key) => /^(2|default)/i.test(key))

/**
 * What is wrong with a reply by the contract: `broken` and `unjudged` with the reason, `bare` for a success
 * where none is documented (decision 036); undefined when nothing is. Errors need not be documented.
 */
export const faultOf = ({ status, body, why = '' }, code, operation) => {
  if (code >= 500) return { kind: 'broken', why: `answered ${code}` }
  if (status === 'undocumented') {
    if (code >= 400) return undefined
    return { kind: documentsSuccess(operation) ? 'broken' : 'bare', why }
  }
  if (isRight({ body })) return undefined
  return { kind: body === 'unjudged' ? 'unjudged' : 'broken', why }
}

/** The value at a path of member names. */
export const valueAt = (value, path) =>
  path.reduce((at, name) => (typeof at === 'object' && at !== null ? at[name] : undefined), value)

const nameOf = ({ method, path }) => `${method} ${path}`

/** Counts a reply, and notes what is wrong with it. */
const note = (log, operation, written, reply) => {
  const { verdict, code, answeredBy, ms, url, text } = reply
  const name = nameOf(operation)
  log.replies++
  const known = log.answers[operation.id] ?? {}
  log.answers[operation.id] = { ...known, [answeredBy]: (known[answeredBy] ?? 0) + 1 }
  if (ms > log.slowest.ms) log.slowest = { ms, operation: name }
  const fault = faultOf(verdict, code, written)
  if (!fault) return
  log.faults.push({ operation: name, ...fault, code, answeredBy, url, text: text.slice(0, 300) })
}

/**
 * Makes clients; each has a sandbox of its own. `written` are operations as documented, by `METHOD /path`;
 * `log` is what is counted and noted.
 */
export const createClients = ({ fetch, contract, judge, written, log }) => {
  const asWritten = (operation) => written.get(nameOf(operation)) ?? {}
  const judged = (operation, status, contentType, text) =>
    judge({ operation: asWritten(operation), status, contentType, text })
  const exchange = async (operation, request) => {
    const start = performance.now()
    const response = await fetch(request)
    const text = await response.text()
    const ms = performance.now() - start
    const { headers, status: code } = response
    const contentType = headers.get('content-type') ?? undefined
    const verdict = judged(operation, code, contentType, text)
    const answeredBy = headers.get('x-answered-by') ?? 'nobody'
    return { verdict, code, contentType, text, ms, url: request.url, answeredBy, headers }
  }
  return (sandbox) => ({
    /** Judges the text of a body as if the operation had answered it. */
    judgeText: (operation, { code, contentType }, text) =>
      judged(operation, code, contentType, text),
    /** Sends a request, or the same to the address of another page (`url`). @throws what `requestFor` does. */
    send: async (operation, given = {}) => {
      const headers = { accept, 'x-sandbox': sandbox }
      const first = requestFor(contract, operation, { ...given, headers })
      const request =
        given.url === undefined ? first : new Request(given.url, { headers: first.headers })
      const reply = await exchange(operation, request)
      note(log, operation, asWritten(operation), reply)
      return { ...reply, body: parsed(reply.text) }
    },
  })
}
