import type { ValidateFunction } from 'ajv/dist/2020.js'
import { SetupError } from '../errors.js'
import { isObject } from '../lib/json-object.js'
import type { JsonSchema } from '../lib/json-schema.js'
import type { CompiledSchema, Direction } from './contract.js'
import { createJudge, type Judge, type Judgement } from './create-judge.js'
import type { SchemaRules } from './schema-faults.js'
import { createSchemaIndex, type SchemaIndex } from './schema-index.js'
import { createSchemaRegistry } from './schema-registry.js'
import { shapeOf } from './shape.js'
import type { SourceDocument } from './source-document.js'
import { isEndless, rulesOf, unusableSchema } from './unusable-schema.js'
import { violationsOf } from './violations-of.js'
import type { Foreign } from './violation.js'
import { hasWide } from './exact-integers.js'

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

/** Judges a value by one schema. */
type Check = (value: unknown) => Judgement

/** Compiles schemas by name with one judge, which holds what has been needed so far. */
const createNamedCompiler = (lookup: CompiledSchema['lookup']) => {
  let judge: Judge | undefined
  const shared = new Map<string, ValidateFunction>()
  const withRefsOf = (root: JsonSchema): Judge => {
    const engine = (judge ??= createJudge(lookup))
    const waiting = [...refsOf(root)]
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (engine.ajv.schemas[name]) continue
      const schema = lookup(name)
      if (schema === undefined) continue
      engine.add(schema, name)
      waiting.push(...refsOf(schema))
    }
    return engine
  }
  const compileRoot = (name: string): ValidateFunction => {
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
  return (name: string): Check => {
    const registered = judge?.ajv.schemas[name]
    const check = registered ? (judge?.ajv.getSchema(name) as ValidateFunction) : compileRoot(name)
    const engine = (judge ??= createJudge(lookup))
    const isWide = hasWide(lookup(name), lookup)
    return (value) => engine.judge(check, value, isWide)
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
  const compile = (pointer: string): Check => {
    const fail = (cause: unknown) => unusableSchema(cause, pointer, source, rules)
    try {
      const check = compileNamed(nameAt(pointer))
      return (value) => {
        try {
          return check(value)
        } catch (cause) {
          throw isEndless(cause) ? fail(cause) : cause
        }
      }
    } catch (cause) {
      throw fail(cause)
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

/** Does some work once; a fault that it met is thrown each time, and the work not done again. */
const once = <T>(work: () => T): (() => T) => {
  let done: { readonly value: T } | undefined
  let fault: SetupError | undefined
  return () => {
    if (done) return done.value
    if (fault) throw fault
    try {
      done = { value: work() }
      return done.value
    } catch (cause) {
      if (cause instanceof SetupError) fault = cause
      throw cause
    }
  }
}

/** A schema in one direction; what takes time is done when it is first asked for. */
const createCompiledSchema = (
  pointer: string,
  { lookup, nameAt, compile, foreign }: ReturnType<typeof createDirection>,
): CompiledSchema => {
  let isCompiled = false
  const schema = once(() => lookup(nameAt(pointer)) ?? true)
  const shape = once(() => shapeOf(schema(), lookup))
  const isWide = once(() => hasWide(schema(), lookup))
  const large = once(() => isLarge(nameAt(pointer), lookup))
  const check = once(() => {
    const compiled = compile(pointer)
    isCompiled = true
    return compiled
  })
  return {
    get schema() {
      return schema()
    },
    lookup,
    get shape() {
      return shape()
    },
    get isWide() {
      return isWide()
    },
    validate: (value, place) => violationsOf(check()(value), place, foreign),
    isValid: (value) => {
      const { errors, isCut, undecided } = check()(value)
      return errors.length === 0 && !isCut && undecided === undefined
    },
    get isSlow() {
      return !isCompiled && large()
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
