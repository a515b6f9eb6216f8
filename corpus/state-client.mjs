// A client of one sandbox: sends requests that the contract allows, and has every reply judged.
import { requestFor } from './request.mjs'

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

/** Makes clients; each has a sandbox of its own. `written` are operations as documented, by `METHOD /path`. */
export const createClients = ({ fetch, contract, judge, written, log }) => {
  const nameOf = ({ method, path }) => `${method} ${path}`
  const note = (operation, reply) => {
    const { verdict, code, answeredBy, ms, url, text } = reply
    log.replies++
    const known = log.answers[operation.id] ?? {}
    log.answers[operation.id] = { ...known, [answeredBy]: (known[answeredBy] ?? 0) + 1 }
    if (ms > log.slowest.ms) log.slowest = { ms, operation: nameOf(operation) }
    const fault = faultOf(verdict, code, written.get(nameOf(operation)) ?? {})
    if (!fault) return
    const { kind, why } = fault
    log.faults.push({
      operation: nameOf(operation),
      kind,
      code,
      answeredBy,
      why,
      url,
      text: text.slice(0, 300),
    })
  }
  return (sandbox) => ({
    contract,
    /** Judges the text of a body as if the operation had answered it. */
    judgeText: (operation, { code, contentType }, text) =>
      judge({ operation: written.get(nameOf(operation)) ?? {}, status: code, contentType, text }),
    /** Sends a request; @throws what `requestFor` throws when there is no valid one. */
    send: async (operation, given = {}) => {
      const request =
        given.url === undefined
          ? requestFor(contract, operation, { ...given, headers: { accept, 'x-sandbox': sandbox } })
          : new Request(new URL(given.url, 'http://localhost'), given.request)
      const start = performance.now()
      const response = await fetch(request.clone())
      const text = await response.text()
      const ms = performance.now() - start
      const contentType = response.headers.get('content-type') ?? undefined
      const code = response.status
      const verdict = judge({
        operation: written.get(nameOf(operation)) ?? {},
        status: code,
        contentType,
        text,
      })
      const answeredBy = response.headers.get('x-answered-by') ?? 'nobody'
      const reply = { verdict, code, contentType, text, ms, url: request.url, answeredBy, request }
      note(operation, reply)
      return { ...reply, headers: response.headers, body: parsed(text) }
    },
  })
}
