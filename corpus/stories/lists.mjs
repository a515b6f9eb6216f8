// Lists as a client reads them: page after page, as the contract says that it goes on.
import { valueAt } from './client.mjs'

const mostPages = 30

const linkedNext = (headers) =>
  (headers.get('link') ?? '')
    .split(/,(?=\s*<)/)
    .map((link) => /<([^>]*)>.*rel="?next"?/.exec(link)?.[1])
    .find(Boolean)

const isAddress = (text) => /^(https?:\/\/|\/|\?)/.test(text)

const addressed = (address, { url }) => ({ url: new URL(address, url).href })

/** By what stands in the body: an address, or a cursor. */
const toldNext = ({ list, envelope }, reply, query) => {
  const said = envelope?.next && valueAt(reply.body, envelope.next)
  if (typeof said === 'string' && isAddress(said)) return addressed(said, reply)
  if (list?.cursor === undefined || ['', null, undefined].includes(said)) return undefined
  return { query: { ...query, [list.cursor]: said } }
}

/** The number of the first page: 0 or 1. */
const firstPage = ({ operation, list }) => {
  const parameter = operation.parameters.find(({ name }) => name === list.page)
  return /"(default|minimum)":0[,}]/.test(JSON.stringify(parameter?.schema?.schema ?? {})) ? 0 : 1
}

/** How the page after a page is asked for; undefined when the contract knows of none. */
const nextPage = (inference, reply, query, items) => {
  const { list = {} } = inference
  const told = toldNext(inference, reply, query)
  if (told) return told
  const linked = linkedNext(reply.headers)
  if (linked) return addressed(linked, reply)
  if (list.page !== undefined) {
    const page = query[list.page] ?? firstPage(inference)
    return { query: { ...query, [list.page]: Number(page) + 1 } }
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
    asked = { ...given, query, ...(next.url !== undefined && { url: next.url }) }
  }
  return { items: all }
}
