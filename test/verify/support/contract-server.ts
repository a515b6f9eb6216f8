import type { Contract, Operation } from '../../../src/contract/contract.js'
import { readRequest } from '../../../src/contract/read-request.js'

const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  })

/** A request as the contract understands it: its operation, and what is wrong with it. */
const readIn = async (contract: Contract, request: Request) => {
  const { pathname, search } = new URL(request.url)
  const found = contract.routes.match(pathname)
  const operation: Operation | undefined = found?.entry.methods.get(request.method)
  if (!found || !operation) return { operation, violations: [] }
  const named = (texts: readonly string[]) =>
    Object.fromEntries(found.entry.names.map((name, index) => [name, texts[index] ?? '']))
  const { violations } = readRequest({
    operation,
    path: named(found.values),
    rawPath: found.raw && named(found.raw),
    query: search.slice(1),
    headers: Object.fromEntries(request.headers),
    bytes: new Uint8Array(await request.arrayBuffer()),
  })
  return { operation, violations }
}

/** A server that remembers nothing and refuses what a contract forbids, and nothing else. */
export const contractServer =
  (contract: Contract) =>
  async (request: Request): Promise<Response> => {
    try {
      const { operation, violations } = await readIn(contract, request)
      if (!operation) return new Response(null, { status: 405, headers: { allow: 'GET, POST' } })
      return violations.length > 0 ? json(400, violations) : json(200, {})
    } catch {
      return json(400, { detail: 'cannot be read' })
    }
  }
