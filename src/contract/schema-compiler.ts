import { Ajv2020, MissingRefError, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { SetupError } from '../errors.js'
import { isObject } from '../lib/json-object.js'
import { valueAt } from '../lib/json-pointer.js'
import type { JsonSchema } from '../lib/json-schema.js'
import type { CompiledSchema, Direction } from './contract.js'
import { normaliseSchema, type NormaliseContext } from './normalise-schema.js'
import { localPointer } from './resolver.js'
import type { SourceDocument } from './source-document.js'
import { violationOf, type Foreign } from './violation.js'

/** Makes the schemas of a document usable, each on first use and each referenced one once. */
export interface SchemaCompiler {
  /** The schema object at a JSON pointer of the document. */
  readonly at: (pointer: string, direction: Direction) => CompiledSchema
}

const prefix = 'schema:'

/** The name under which the schema at a JSON pointer is registered: a URI, so that `$ref` finds it. */
const nameAt = (pointer: string): string => prefix + encodeURIComponent(pointer)

const pointerOf = (name: string): string => decodeURIComponent(name.slice(prefix.length))

/** The normalised schemas of one direction by the name their `$ref`s use. */
const createRegistry = (source: SourceDocument, direction: Direction, foreign: Set<string>) => {
  const schemas = new Map<string, JsonSchema>()
  const context: NormaliseContext = {
    legacy: !/^3\.[1-9]/.test(String(source.document['openapi'])),
    direction,
    foreign,
    target: (ref) => {
      const pointer = localPointer(ref)
      return pointer === undefined ? undefined : valueAt(source.document, pointer)
    },
    nameOf: (ref) => nameAt(localPointer(ref) ?? ref),
  }
  return (name: string): JsonSchema | undefined => {
    const known = schemas.get(name)
    if (known !== undefined || !name.startsWith(prefix)) return known
    const written = valueAt(source.document, pointerOf(name))
    if (written === undefined) return undefined
    const schema = normaliseSchema(written, context)
    schemas.set(name, schema)
    return schema
  }
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
    const missing = pointerOf(cause.missingRef)
    return new SetupError('contract-reference', `The reference #${missing} leads nowhere`, place)
  }
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new SetupError('contract-schema', `The schema cannot be used: ${reason}`, place)
}

/** One Ajv for a direction, holding what has been needed so far. */
const createDirection = (source: SourceDocument, direction: Direction) => {
  const names = new Set<string>()
  const lookup = createRegistry(source, direction, names)
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
  return { lookup, compile, foreign }
}

/** A compiler for one document. */
export const createSchemaCompiler = (source: SourceDocument): SchemaCompiler => {
  const directions = {
    request: createDirection(source, 'request'),
    response: createDirection(source, 'response'),
  }
  const at = (pointer: string, direction: Direction): CompiledSchema => {
    const { lookup, compile, foreign } = directions[direction]
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
