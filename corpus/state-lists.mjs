// Lists as a client reads them: page after page, as the contract says that it goes on.
import { valueAt } from './state-client.mjs'

const mostPages = 30

const linkedNext = (headers) =>
  (headers.get('link') ?? '')
    .split(/,(?=\s*<)/)
    .map((link) => /<([^>]*)>.*rel="?next"?/.exec(link)?.[1])
    .find(Boolean)

const isAddress = (text) => /^(https?:\/\/|\/)/.test(text)

/** How the page after a page is asked for; undefined when the contract knows of none. */
const nextPage = (inference, reply, query, items) => {
  const { list = {}, envelope = {} } = inference
  const said = envelope.next && valueAt(reply.body, envelope.next)
  if (typeof said === 'string' && said !== '' && (isAddress(said) || list.cursor === undefined))
    return isAddress(said) || said.startsWith('?')
      ? { url: new URL(said, reply.url).href }
      : undefined
  if (list.cursor !== undefined && envelope.next)
    return said === undefined || said === null || said === ''
      ? undefined
      : { query: { ...query, [list.cursor]: said } }
  const linked = linkedNext(reply.headers)
  if (linked) return { url: new URL(linked, reply.url).href }
  if (list.page !== undefined) {
    const [parameter] = inference.operation.parameters.filter(({ name }) => name === list.page)
    const asked = new URL(reply.url).searchParams.get(list.page)
    const first = /"(default|minimum)":0/.test(JSON.stringify(parameter?.schema?.schema ?? {}))
      ? 0
      : 1
    return { query: { ...query, [list.page]: (asked === null ? first : Number(asked)) + 1 } }
  }
  if (list.offset === undefined) return undefined
  return { query: { ...query, [list.offset]: (Number(query[list.offset]) || 0) + items.length } }
}

/**
 * All items of a list; `check` is given each reply. Ends where a page is empty or repeats what was there,
 * and after thirty pages.
 */
export const walkList = async (client, inference, given, check) => {
  const at = inference.envelope?.items ?? inference.response?.at ?? []
  const all = []
  const seen = new Set()
  let [query, asked] = [given.query ?? {}, given]
  for (let page = 0; page < mostPages; page++) {
    const reply = await client.send(inference.operation, asked)
    check(reply)
    const items = valueAt(reply.body, at)
    if (!Array.isArray(items)) return { items: undefined, first: reply }
    const mark = JSON.stringify(items)
    if (items.length === 0 || seen.has(mark)) break
    seen.add(mark)
    all.push(...items)
    const next = nextPage(inference, reply, query, items)
    if (!next) break
    query = next.query ?? query
    const { headers } = reply.request
    asked = next.url === undefined ? { ...given, query } : { url: next.url, request: { headers } }
  }
  return { items: all }
}
