import { Ajv2020, MissingRefError, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { SetupError } from '../errors.js'
import { isObject } from '../lib/json-object.js'
import { valueAt } from '../lib/json-pointer.js'
import type { JsonSchema } from '../lib/json-schema.js'
import { expressionOf } from '../lib/regular-expression.js'
import type { CompiledSchema, Direction } from './contract.js'
import { localPointer } from './resolver.js'
import { schemaFaults, type FindTarget, type SchemaRules } from './schema-faults.js'
import { createSchemaIndex, type SchemaIndex } from './schema-index.js'
import { createSchemaRegistry, pointerOfName } from './schema-registry.js'
import type { SourceDocument } from './source-document.js'
import { violationOf, type Foreign } from './violation.js'

/** Makes the schemas of a document usable, each on first use and each referenced one once. */
export interface SchemaCompiler {
  /** The schema object at a JSON pointer of the document. */
  readonly at: (pointer: string, direction: Direction) => CompiledSchema
  /** What its schemas are read by. */
  readonly rules: SchemaRules
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

/** Ajv's own way, but that patterns of the older syntax are read as well. */
const patternEngine = Object.assign(
  (pattern: string, flags: string): RegExp => expressionOf(pattern) ?? new RegExp(pattern, flags),
  { code: 'new RegExp' },
)

const createAjv = (): Ajv2020 => {
  const ajv = new Ajv2020({
    strict: false,
    // 1e400 reads as Infinity, which is no JSON number.
    strictNumbers: true,
    allErrors: true,
    verbose: true,
    validateSchema: false,
    logger: false,
    // V8 does what this would do: half of the time of compiling goes into it.
    code: { optimize: false, regExp: patternEngine },
    inlineRefs: false,
  })
  const install = addFormats as unknown as (instance: Ajv2020) => void
  install(ajv)
  return ajv
}

/** The first fault of a schema, and of all it refers to, that can be seen without compiling it. */
const visibleFault = (start: string, source: SourceDocument, rules: SchemaRules) => {
  const seen = new Set([start])
  const targets = new Set<string>()
  const findTarget: FindTarget = (ref, pointer) => {
    const target = rules.findTarget(ref, pointer)
    if (target !== undefined && !seen.has(target)) targets.add(target)
    return target
  }
  for (let at: string | undefined = start; at !== undefined; [at] = targets) {
    targets.delete(at)
    seen.add(at)
    for (const fault of schemaFaults(valueAt(source.document, at), at, { ...rules, findTarget }))
      if (fault.code !== 'contract-unsatisfiable') return fault
  }
  return undefined
}

/** A schema that cannot be compiled is the contract's fault: a dangling `$ref`, an invalid pattern. */
const unusable = (
  cause: unknown,
  pointer: string,
  source: SourceDocument,
  rules: SchemaRules,
): SetupError => {
  const visible = visibleFault(pointer, source, rules)
  if (visible)
    return new SetupError(visible.code, visible.message, source.place(visible.pointer), visible.fix)
  const place = source.place(pointer)
  if (cause instanceof MissingRefError) {
    const missing = pointerOfName(cause.missingRef)
    const shown = `${missing.startsWith('/') ? '#' : ''}${missing}`
    return new SetupError('contract-reference', `The reference ${shown} leads nowhere`, place)
  }
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new SetupError('contract-schema', `The schema cannot be used: ${reason}`, place)
}

/** Where the references of a document's schemas lead, and what else its version says. */
const rulesOf = ({ document }: SourceDocument, index: SchemaIndex): SchemaRules => {
  const isLegacy = !/^3\.[1-9]/.test(String(document['openapi']))
  const findTarget: FindTarget = (ref, pointer) => {
    const target = isLegacy ? localPointer(ref) : index.find(ref, index.baseAt(pointer))
    return target === undefined || valueAt(document, target) === undefined ? undefined : target
  }
  return { findTarget, isLegacy }
}

/** What says nothing about values. */
const annotations = new Set([
  'title',
  'description',
  'example',
  'examples',
  'default',
  'deprecated',
])

/** Schemas that are said in so many characters are compared by what they say. */
const maxShared = 2000

type Lookup = CompiledSchema['lookup']

/** Compiles schemas by name with one Ajv, which holds what has been needed so far. */
const createNamedCompiler = (lookup: Lookup) => {
  let ajv: Ajv2020 | undefined
  const shared = new Map<string, ValidateFunction>()
  const withRefsOf = (root: JsonSchema): Ajv2020 => {
    const engine = (ajv ??= createAjv())
    const waiting = [...refsOf(root)]
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (engine.schemas[name]) continue
      const schema = lookup(name)
      if (schema === undefined) continue
      engine.addSchema(schema, name)
      waiting.push(...refsOf(schema))
    }
    return engine
  }
  return (name: string): ValidateFunction => {
    if (ajv?.schemas[name]) return ajv.getSchema(name) as ValidateFunction
    const root = lookup(name) ?? true
    const bare = isObject(root)
      ? Object.fromEntries(Object.entries(root).filter(([key]) => !annotations.has(key)))
      : root
    // Thousands of properties are a plain text: one validator does for all of them.
    const text = JSON.stringify(bare)
    const key = text.length > maxShared ? name : text
    const known = shared.get(key) ?? withRefsOf(bare).compile(bare)
    shared.set(key, known)
    return known
  }
}

/** The schemas of a document in one direction. */
const createDirection = (
  source: SourceDocument,
  direction: Direction,
  index: SchemaIndex,
  rules: SchemaRules,
) => {
  const names = new Set<string>()
  const { lookup, nameAt } = createSchemaRegistry(source, direction, index, names)
  const foreign: Foreign = { names, rule: direction === 'request' ? 'readOnly' : 'writeOnly' }
  const compileNamed = createNamedCompiler(lookup)
  const compile = (pointer: string): ValidateFunction => {
    try {
      return compileNamed(nameAt(pointer))
    } catch (cause) {
      throw unusable(cause, pointer, source, rules)
    }
  }
  return { lookup, nameAt, compile, foreign }
}

/** Schemas that together have more parts than this take long to compile: about 50 µs a part. */
const maxParts = 100

/** How many parts a schema has, and what it refers to: counted until there are too many. */
const isLarge = (name: string, lookup: CompiledSchema['lookup']): boolean => {
  const names = new Set([name])
  const waiting: unknown[] = [lookup(name)]
  let parts = 0
  while (waiting.length > 0 && parts <= maxParts) {
    const part = waiting.pop()
    if (typeof part !== 'object' || part === null) continue
    if (isObject(part)) parts++
    for (const [key, value] of Object.entries(part)) {
      if (key !== '$ref' || typeof value !== 'string') waiting.push(value)
      else if (!names.has(value)) waiting.push(lookup(value))
      if (key === '$ref' && typeof value === 'string') names.add(value)
    }
  }
  return parts > maxParts
}

/** A schema in one direction; what takes time is done when it is first asked for. */
const createCompiledSchema = (
  pointer: string,
  { lookup, nameAt, compile, foreign }: ReturnType<typeof createDirection>,
): CompiledSchema => {
  let check: ValidateFunction | undefined
  let fault: SetupError | undefined
  let large: boolean | undefined
  const compiled = (): ValidateFunction => {
    // A schema that failed once is not compiled again for each request.
    if (fault) throw fault
    try {
      return compile(pointer)
    } catch (cause) {
      if (cause instanceof SetupError) fault = cause
      throw cause
    }
  }
  const checked = (value: unknown): readonly ErrorObject[] => {
    check ??= compiled()
    return check(value) ? [] : (check.errors ?? [])
  }
  return {
    get schema() {
      return lookup(nameAt(pointer)) ?? true
    },
    lookup,
    validate: (value, place) => checked(value).map((error) => violationOf(error, place, foreign)),
    isValid: (value) => (check ??= compiled())(value) as boolean,
    get isSlow() {
      return check === undefined && (large ??= isLarge(nameAt(pointer), lookup))
    },
  }
}

/** A compiler for one document. */
export const createSchemaCompiler = (source: SourceDocument): SchemaCompiler => {
  const index = createSchemaIndex(source.document)
  const rules = rulesOf(source, index)
  const directions = {
    request: createDirection(source, 'request', index, rules),
    response: createDirection(source, 'response', index, rules),
  }
  const known = {
    request: new Map<string, CompiledSchema>(),
    response: new Map<string, CompiledSchema>(),
  }
  const at = (pointer: string, direction: Direction): CompiledSchema => {
    const schema =
      known[direction].get(pointer) ?? createCompiledSchema(pointer, directions[direction])
    known[direction].set(pointer, schema)
    return schema
  }
  return { at, rules }
}
