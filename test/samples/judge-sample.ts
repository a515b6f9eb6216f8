import type { Contract, Operation } from '../../src/contract/contract.js'
import { readRequest } from '../../src/contract/read-request.js'
import { percentEncode } from '../../src/lib/percent-encode.js'
import { operationRequest } from '../../src/samples/operation-request.js'
import { parameterValues } from '../../src/samples/parameter-value.js'
import { writeText } from '../../src/samples/write-text.js'
import { loadContracts } from '../../src/server/serve-contract.js'
import { sentRequest } from './sent-request.js'

export const base = 'http://localhost:4010/_mock/any'

/** A contract of a file, or one that is given; ours by default. */
export const loaded = async (contract?: string | object): Promise<Contract> => {
  const [served] = await loadContracts(contract as string, {})
  return served!.contract
}

/** A URL whose path has values in the place of its placeholders. */
export const filled = (url: string, { parameters }: Operation): string =>
  url.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const parameter = parameters.find((one) => one.in === 'path' && one.name === name)
    return parameter ? writeText(parameter, parameterValues(parameter)[0], percentEncode) : 'value'
  })

/** What the contract's own reader says of a sample. */
export const violationsOf = async (contract: Contract, operation: Operation): Promise<string[]> => {
  const sample = await operationRequest(contract, operation, base)
  const request = sentRequest(sample, filled(sample.url, operation))
  await operation.body?.xml.load()
  const { pathname, search } = new URL(request.url)
  const match = contract.routes.match(
    pathname.slice('/_mock/any'.length),
    ({ methods }) => methods.get(operation.method) === operation,
  )
  if (!match) return [`${operation.method} ${pathname} is no path of ${operation.id}`]
  const named = (values: readonly string[] = []) =>
    Object.fromEntries(values.map((value, index) => [match.entry.names[index] as string, value]))
  const { violations } = readRequest({
    operation,
    path: named(match.values),
    rawPath: match.raw && named(match.raw),
    query: search.slice(1),
    headers: Object.fromEntries(request.headers),
    bytes: new Uint8Array(await request.arrayBuffer()),
  })
  return violations.map(({ message }) => `${operation.id}: ${message}`)
}
