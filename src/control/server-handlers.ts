import type { Contract } from '../contract/contract.js'
import type { AllControlHandlers } from './control-context.js'

/** What health tells about the server. */
export interface ServerFacts {
  readonly version: string
  readonly contracts: readonly {
    readonly title: string
    readonly version: string
    readonly slug: string
    readonly operations: number
  }[]
}

/** Lists the operations of all contracts. */
const operationsOf = (contracts: readonly Contract[]) =>
  contracts.flatMap(({ slug, operations }) =>
    operations.map(({ id, method, path, summary, responses }) => ({
      ...{ id, contract: slug, method, path },
      ...(summary !== undefined && { summary }),
      statuses: responses.map(({ key }) => key),
    })),
  )

/** What the handlers of the server need. */
export interface ServerHandlerParts {
  readonly facts: ServerFacts
  readonly contracts: readonly Contract[]
  readonly getSamples: AllControlHandlers['getSamples']
}

/** The operations of the server itself. */
export const createServerHandlers = ({ facts, contracts, getSamples }: ServerHandlerParts) =>
  ({
    getHealth: () => ({
      status: 200,
      body: { status: 'ok', version: facts.version, contracts: [...facts.contracts] },
    }),
    listOperations: () => ({ status: 200, body: { operations: operationsOf(contracts) } }),
    getSamples,
  }) satisfies Partial<AllControlHandlers>
