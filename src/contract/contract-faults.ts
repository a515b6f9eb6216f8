import { SetupError, type ErrorCode, type SourcePlace } from '../errors.js'

/** An error spoils what stands there; a warning is most likely not what was meant. */
export type Severity = 'error' | 'warning'

/** A fault of a document that spoils one place of it and leaves the rest usable. */
export interface ContractFault {
  readonly severity: Severity
  readonly code: ErrorCode
  readonly message: string
  readonly place: SourcePlace
  readonly fix: string
  /** The first operation that it concerns. */
  readonly operationId?: string
}

/** The same for one fault, however it was come across. */
export const faultKey = ({
  code,
  message,
  place,
}: Pick<ContractFault, 'code' | 'message' | 'place'>): string =>
  `${code} ${place.file} ${place.pointer} ${code === 'contract-example' ? '' : message}`

/** Collects the faults of a document while it is compiled, each once. */
export class ContractFaults {
  readonly #found = new Map<string, ContractFault>()

  /** What was found so far, in the order of the document. */
  get list(): readonly ContractFault[] {
    return [...this.#found.values()]
  }

  /** Notes a fault, unless it is known. */
  add(fault: SetupError, operationId?: string, severity: Severity = 'error'): void {
    const { code, message, place, fix } = fault
    const key = faultKey(fault)
    if (this.#found.has(key)) return
    const concerned = operationId === undefined ? {} : { operationId }
    this.#found.set(key, { severity, code, message, place, fix, ...concerned })
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
