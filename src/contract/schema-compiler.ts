import { Ajv2020, MissingRefError, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { SetupError } from '../errors.js'
import { isObject } from '../lib/json-object.js'
import type { CompiledSchema, Direction } from './contract.js'
import { createSchemaIndex, type SchemaIndex } from './schema-index.js'
import { createSchemaRegistry, pointerOfName } from './schema-registry.js'
import type { SourceDocument } from './source-document.js'
import { violationOf, type Foreign } from './violation.js'

/** Makes the schemas of a document usable, each on first use and each referenced one once. */
export interface SchemaCompiler {
  /** The schema object at a JSON pointer of the document. */
  readonly at: (pointer: string, direction: Direction) => CompiledSchema
}

/** Every name that a schema refers to, directly. */
const refsOf = (schema: unknown, found: Set<string> = new Set()): Set<string> => {
  if (Array.isArray(schema)) for (const item of schema) refsOf(item, found)
  else if (isObject(schema))
    for (const [key, value] of Object.entries(schema))
      if (key === '$ref' && typeof value === 'string') found.add(value)
      else refsOf(value, found)
  return found
}

const createAjv = (): Ajv2020 => {
  const ajv = new Ajv2020({
    strict: false,
    // 1e400 reads as Infinity, which is no JSON number.
    strictNumbers: true,
    allErrors: true,
    verbose: true,
    validateSchema: false,
    logger: false,
  })
  const install = addFormats as unknown as (instance: Ajv2020) => void
  install(ajv)
  return ajv
}

/** A schema that cannot be compiled is the contract's fault: a dangling `$ref`, an invalid pattern. */
const unusable = (cause: unknown, pointer: string, source: SourceDocument): SetupError => {
  const place = source.place(pointer)
  if (cause instanceof MissingRefError) {
    const missing = pointerOfName(cause.missingRef)
    const unresolved = source.unresolved.get(missing)
    if (unresolved) return unresolved
    return new SetupError(
      'contract-reference',
      `The reference ${missing.startsWith('/') ? '#' : ''}${missing} leads nowhere`,
      place,
    )
  }
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new SetupError('contract-schema', `The schema cannot be used: ${reason}`, place)
}

/** One Ajv for a direction, holding what has been needed so far. */
const createDirection = (source: SourceDocument, direction: Direction, index: SchemaIndex) => {
  const names = new Set<string>()
  const { lookup, nameAt } = createSchemaRegistry(source, direction, index, names)
  const foreign: Foreign = { names, rule: direction === 'request' ? 'readOnly' : 'writeOnly' }
  let ajv: Ajv2020 | undefined
  const add = (pointer: string): Ajv2020 => {
    const engine = (ajv ??= createAjv())
    const waiting = [nameAt(pointer)]
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (engine.schemas[name]) continue
      const schema = name === nameAt(pointer) ? (lookup(name) ?? true) : lookup(name)
      if (schema === undefined) continue
      engine.addSchema(schema, name)
      waiting.push(...refsOf(schema))
    }
    return engine
  }
  const compile = (pointer: string): ValidateFunction => {
    try {
      return add(pointer).getSchema(nameAt(pointer)) as ValidateFunction
    } catch (cause) {
      throw unusable(cause, pointer, source)
    }
  }
  return { lookup, nameAt, compile, foreign }
}

/** A compiler for one document. */
export const createSchemaCompiler = (source: SourceDocument): SchemaCompiler => {
  const index = createSchemaIndex(source.document)
  const directions = {
    request: createDirection(source, 'request', index),
    response: createDirection(source, 'response', index),
  }
  const at = (pointer: string, direction: Direction): CompiledSchema => {
    const { lookup, nameAt, compile, foreign } = directions[direction]
    let check: ValidateFunction | undefined
    const checked = (value: unknown): readonly ErrorObject[] => {
      check ??= compile(pointer)
      return check(value) ? [] : (check.errors ?? [])
    }
    return {
      get schema() {
        return lookup(nameAt(pointer)) ?? true
      },
      lookup,
      validate: (value, place) => checked(value).map((error) => violationOf(error, place, foreign)),
      isValid: (value) => (check ??= compile(pointer))(value) as boolean,
    }
  }
  return { at }
}
