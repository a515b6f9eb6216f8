import type { SecurityScheme } from './contract.js'
import type { ContractFaults } from './contract-faults.js'
import type { LazyXml } from './lazy-xml.js'
import type { SchemaCompiler } from './schema-compiler.js'
import type { SourceDocument } from './source-document.js'

/** What compiling a part of a document needs to know. */
export interface CompileContext {
  readonly source: SourceDocument
  readonly schemas: SchemaCompiler
  readonly faults: ContractFaults
  readonly securitySchemes: ReadonlyMap<string, SecurityScheme>
  /** Those that were asked for and are nowhere described. */
  readonly unknownSchemes: Set<string>
  readonly xml: LazyXml
}
