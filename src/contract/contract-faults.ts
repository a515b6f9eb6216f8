import { SetupError, type ErrorCode, type SourcePlace } from '../errors.js'

/** A fault of a document that spoils one place of it and leaves the rest usable. */
export interface ContractFault {
  readonly code: ErrorCode
  readonly message: string
  readonly place: SourcePlace
  readonly fix: string
  /** The first operation that it concerns. */
  readonly operationId?: string
}

/** Collects the faults of a document while it is compiled, each once. */
export class ContractFaults {
  readonly #found = new Map<string, ContractFault>()

  /** What was found so far, in the order of the document. */
  get list(): readonly ContractFault[] {
    return [...this.#found.values()]
  }

  /** Notes a fault, unless it is known. */
  add({ code, message, place, fix }: SetupError, operationId?: string): void {
    const key = `${code} ${place.file} ${place.pointer} ${message}`
    if (this.#found.has(key)) return
    const concerned = operationId === undefined ? {} : { operationId }
    this.#found.set(key, { code, message, place, fix, ...concerned })
  }

  /** The result of some work, or what is made of the fault that kept it from being done. */
  attempt<T, U>(work: () => T, otherwise: (fault: SetupError) => U, operationId?: string): T | U {
    try {
      return work()
    } catch (fault) {
      if (!(fault instanceof SetupError)) throw fault
      this.add(fault, operationId)
      return otherwise(fault)
    }
  }
}

/** An operation asks for credentials that the document does not describe. */
export const unknownScheme = (name: string, place: SourcePlace): SetupError =>
  new SetupError(
    'contract-reference',
    `There is no security scheme ${name} in components/securitySchemes`,
    place,
    'Describe it there, or correct the name.',
  )
