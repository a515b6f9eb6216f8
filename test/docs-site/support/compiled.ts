import { compileContract } from '../../../src/contract/compile.js'
import type { CompiledSchema, Contract } from '../../../src/contract/contract.js'
import { sourceDocumentOf } from '../../../src/contract/source-document.js'
import type { JsonObject } from '../../../src/lib/json-object.js'

/** A contract of some paths, and what else the document has. */
export const contractOf = (paths: object, more: object = {}): Contract =>
  compileContract(
    sourceDocumentOf({
      openapi: '3.1.0',
      info: { title: 'T', version: '1' },
      paths,
      ...more,
    } as JsonObject),
    't',
  )

/** A schema as the body of a request has it. */
export const compiled = (
  schema: object,
  schemas: object = {},
  openapi = '3.1.0',
): CompiledSchema => {
  const responses = { 200: { description: 'OK' } }
  const requestBody = { content: { 'application/json': { schema } } }
  const paths = { '/a': { post: { requestBody, responses } } }
  const contract = contractOf(paths, { openapi, components: { schemas } })
  return contract.operations[0]?.body?.contents[0]?.schema as CompiledSchema
}
