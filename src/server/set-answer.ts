import { Problem, SetupError } from '../errors.js'
import type { Reply } from '../exchange.js'
import type { SetAnswer } from '../sandbox/faults/fault.js'
import { withOwnCookies } from './own-cookies.js'
import type { Site } from './site.js'
import type { Visit } from './visit.js'
import { writtenReply } from './written-reply.js'

const isUnusable = (error: unknown): boolean =>
  error instanceof Problem || error instanceof SetupError

/** The documented reply of a status; undefined where the contract has none, or none that can be made. */
const documented = async (
  { mocks }: Site,
  { target, operation, exchange, path, selection }: Visit,
  { status, example }: SetAnswer,
): Promise<Reply | undefined> => {
  const mock = target && mocks.get(target.contract)
  if (!mock || !operation) return undefined
  const { accept } = exchange.headers
  // A fault does not ask what the client takes; an example is wished for where there is one.
  const wishes = [
    { example, accept },
    { example, accept: undefined },
    { example: undefined, accept },
    { example: undefined, accept: undefined },
  ]
  for (const wish of wishes) {
    const named = wish.example === undefined ? {} : { example: wish.example }
    try {
      const preference = { code: status, ...named, applied: [] }
      const reply = await mock.respond(operation, preference, wish.accept, path)
      return withOwnCookies(reply, `${selection.cookiePath.slice(0, -1)}${target.base}/`)
    } catch (error) {
      if (!isUnusable(error)) throw error
    }
  }
  return undefined
}

const withoutBody = (status: number): Reply => ({
  status,
  headers: status === 204 || status === 304 ? [] : ['Content-Length', '0'],
})

/** The headers with some of them said anew. */
const withHeaders = (reply: Reply, said: SetAnswer['headers'] = {}): Reply => {
  const names = new Set(Object.keys(said).map((name) => name.toLowerCase()))
  if (names.size === 0) return reply
  const kept = reply.headers.filter(
    (_, at) => !names.has((reply.headers[at - (at % 2)] as string).toLowerCase()),
  )
  return { ...reply, headers: [...kept, ...Object.entries(said).flat()] }
}

/** Makes the reply that was set by a fault rule, a script or a request. */
export const setAnswer = async (site: Site, visit: Visit, answer: SetAnswer): Promise<Reply> => {
  const { status, headers, body } = answer
  if (body !== undefined) return writtenReply(status, Object.entries(headers ?? {}).flat(), body)
  return withHeaders((await documented(site, visit, answer)) ?? withoutBody(status), headers)
}
