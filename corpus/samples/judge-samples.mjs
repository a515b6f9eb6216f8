// The samples of every operation of a document, judged by the reader of its own contract.
import { readRequest } from '../../dist/contract/read-request.js'
import { operationRequest } from '../../dist/samples/operation-request.js'
import { samplesOf } from '../../dist/samples/samples-of.js'
import { loadContracts } from '../../dist/server/serve-contract.js'
import { ImpossibleRequest, pathOf, requestFor, ShadowedPath } from '../request.mjs'
import { sentRequest } from './sent-request.mjs'

const base = 'http://localhost'

/** Why nothing valid can be sent, if that is so. */
const whyNone = (error) => {
  if (error instanceof ShadowedPath) return 'shadowed'
  const isImpossible = error instanceof ImpossibleRequest || error.code?.startsWith('contract-')
  return isImpossible ? 'impossible' : 'failed'
}

const violationsOf = async (contract, operation) => {
  const sample = await operationRequest(contract, operation, base)
  const { search } = new URL(sample.url)
  const path = pathOf(contract, operation, new Map())
  const request = sentRequest(sample, base + path + search)
  await operation.body?.xml.load()
  const match = contract.routes.match(
    path,
    ({ methods }) => methods.get(operation.method) === operation,
  )
  if (!match) throw new ShadowedPath(`${path} leads elsewhere`)
  const named = (values = []) =>
    Object.fromEntries(values.map((value, index) => [match.entry.names[index], value]))
  const { violations } = readRequest({
    operation,
    path: named(match.values),
    rawPath: match.raw && named(match.raw),
    query: new URL(request.url).search.slice(1),
    headers: Object.fromEntries(request.headers),
    bytes: new Uint8Array(await request.arrayBuffer()),
  })
  return violations.map(({ message }) => message)
}

const judge = async (contract, operation) => {
  if (operation.fault) return { status: 'impossible', why: operation.fault.message }
  try {
    const samples = await samplesOf(contract, operation, base)
    if (samples.some(({ source }) => source === '')) return { status: 'failed', why: 'is empty' }
  } catch (error) {
    return { status: 'failed', why: error.stack }
  }
  try {
    const [why] = await violationsOf(contract, operation)
    if (why === undefined) return { status: 'valid' }
    // Where the client of the corpus finds no valid request either, there is none.
    requestFor(contract, operation)
    return { status: 'invalid', why }
  } catch (error) {
    return { status: whyNone(error), why: String(error.stack ?? error) }
  }
}

/** The samples of a document: counts, and what is wrong with which. */
export const judgeSamples = async (file) => {
  const [{ contract }] = await loadContracts(file, {})
  const result = { operations: 0, counts: {}, failures: [] }
  for (const operation of contract.operations) {
    const { status, why } = await judge(contract, operation)
    result.operations++
    result.counts[status] = (result.counts[status] ?? 0) + 1
    if (status !== 'valid')
      result.failures.push({ operation: operation.id, status, why: why?.slice(0, 400) })
  }
  return result
}
