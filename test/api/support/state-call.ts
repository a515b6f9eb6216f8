import { checkReply } from '../../../src/contract/check-reply.js'
import type { Contract } from '../../../src/contract/contract.js'
import type { Server } from '../../../src/index.js'
import { loadContracts } from '../../../src/server/serve-contract.js'
import { openLoggedServer } from './open-server.js'

/** An answer from state, judged. */
export interface StateAnswer {
  readonly status: number
  readonly headers: Headers
  readonly by: string | null
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any
}

/** Calls `GET /things`, with a body sent as JSON or as another media type. */
export type StateCall = (
  request: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<StateAnswer>

const contractOf = async (contract: string | object): Promise<Contract> => {
  const [served] = await loadContracts(contract as string, {})
  if (!served) throw new Error('No contract')
  return served.contract
}

const faultsOf = (contract: Contract, method: string, path: string, answer: StateAnswer) => {
  const found = contract.routes.match(path)
  const operation =
    found?.entry.methods.get(method) ?? (method === 'HEAD' && found?.entry.methods.get('GET'))
  const type = answer.headers.get('content-type') ?? undefined
  if (!operation || type === 'application/problem+json') return []
  const headers = [...answer.headers].flat()
  if (method === 'HEAD') return []
  return checkReply(operation, answer.status, headers, type, answer.body).map((one) => one.message)
}

/** Calls a server; each answer must satisfy its contract. */
export const stateCall = async (
  server: Pick<Server, 'fetch'>,
  document: string | object,
): Promise<StateCall> => {
  const contract = await contractOf(document)
  return async (request, body, headers = {}) => {
    const [method = '', url = ''] = request.split(/ (.*)/s)
    const sent = body === undefined ? null : JSON.stringify(body)
    const response = await server.fetch(
      new Request(new URL(url, 'http://localhost'), {
        method,
        headers: { ...(sent !== null && { 'content-type': 'application/json' }), ...headers },
        body: sent,
      }),
    )
    const text = await response.text()
    const answer = {
      status: response.status,
      headers: response.headers,
      by: response.headers.get('x-answered-by'),
      body: text === '' ? undefined : JSON.parse(text),
    }
    const path = url.split('?')[0] as string
    expect({ request, faults: faultsOf(contract, method, path, answer) }).toEqual({
      request,
      faults: [],
    })
    return answer
  }
}

/** The document with every shape that state is inferred from. */
export const everything = 'test/fixtures/state/everything.yaml'

/** A server of a document, and judged calls to it. */
export const openStateful = async (document: string | object = everything, options = {}) => {
  const { server, log } = await openLoggedServer({
    contract: document as string,
    state: 'on',
    ...options,
  })
  return { server, log, call: await stateCall(server, document) }
}
