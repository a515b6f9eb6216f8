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

/** What the handlers of the server need. */
export interface ServerHandlerParts {
  readonly facts: ServerFacts
  readonly getSamples: AllControlHandlers['getSamples']
}

/** The operations of the server itself. */
export const createServerHandlers = ({ facts, getSamples }: ServerHandlerParts) =>
  ({
    getHealth: () => ({
      status: 200,
      body: { status: 'ok', version: facts.version, contracts: [...facts.contracts] },
    }),
    getSamples,
  }) satisfies Partial<AllControlHandlers>
