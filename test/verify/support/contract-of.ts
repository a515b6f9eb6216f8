import { compileContract } from '../../../src/contract/compile.js'
import type { Contract, Operation } from '../../../src/contract/contract.js'
import { sourceDocumentOf } from '../../../src/contract/source-document.js'

/** A contract of these paths; `more` are further members of the document. */
export const contractOf = (paths: object, more: object = {}): Contract =>
  compileContract(
    sourceDocumentOf({ openapi: '3.1.0', info: { title: 'T', version: '1' }, paths, ...more }),
    't',
  )

/** The operation with this id. */
export const operationOf = (contract: Contract, id: string): Operation => {
  const operation = contract.byId.get(id)
  if (!operation) throw new Error(`There is no operation ${id}`)
  return operation
}
