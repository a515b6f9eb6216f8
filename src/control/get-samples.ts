import type { Contract, Operation } from '../contract/contract.js'
import { violation } from '../contract/violation.js'
import { Problem } from '../errors.js'
import { nearest } from '../lib/nearest.js'
import { samplesOf, type Sample } from '../samples/samples-of.js'
import type { AllControlHandlers } from './control-context.js'
import { operationNamed } from './operation-named.js'
import { placeOf } from './control-url.js'

type GetSamples = AllControlHandlers['getSamples']

/** The operation of an id, and the first contract that has it. */
const operationOf = (
  contracts: readonly Contract[],
  id: string,
  slug: string | undefined,
): readonly [Contract, Operation] => {
  const asked = contracts.filter((contract) => slug === undefined || contract.slug === slug)
  if (asked.length === 0)
    throw new Problem('not-found', {
      detail: `No contract ${slug} is served.`,
      fix: `Served: ${contracts.map((contract) => contract.slug).join(', ')}.`,
    })
  return operationNamed(asked, id)
}

const inLanguage = (samples: readonly Sample[], lang: string): Sample => {
  const found = samples.find(({ id }) => id === lang.toLowerCase())
  if (found) return found
  const ids = samples.map(({ id }) => id)
  const [close] = nearest(lang, ids)
  throw new Problem('request-invalid', {
    detail: `The operation has no sample in ${lang}.`,
    violations: [violation('query', '/lang', 'enum', `one of ${ids.join(', ')}`, lang)],
    ...(close !== undefined && { fix: `Did you mean ${close}?` }),
  })
}

/** `GET /samples/{operationId}`: a request of an operation of the contracts that are served, as code. */
export const createGetSamples =
  (contracts: readonly Contract[]): GetSamples =>
  async (request) => {
    const { lang, server = 'mock', contract: slug } = request.query
    const [contract, operation] = operationOf(contracts, request.params.operationId, slug)
    const path = server === 'mock' ? `/_mock/${contract.slug}/` : '/'
    const samples = await samplesOf(contract, operation, placeOf(request) + path)
    if (lang === undefined)
      return {
        status: 200,
        body: { operationId: operation.id, contract: contract.slug, samples: [...samples] },
      }
    return {
      status: 200,
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
      body: inLanguage(samples, lang).source,
    }
  }
