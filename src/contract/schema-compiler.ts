import { MissingRefError, type ValidateFunction } from 'ajv/dist/2020.js'
import { SetupError } from '../errors.js'
import { isObject } from '../lib/json-object.js'
import type { CompiledSchema, Direction } from './contract.js'
import { createJudge, type Judge, type Judgement } from './create-judge.js'
import { createSchemaIndex, type SchemaIndex } from './schema-index.js'
import { createSchemaRegistry, pointerOfName } from './schema-registry.js'
import type { SourceDocument } from './source-document.js'
import { violationsOf } from './violations-of.js'
import type { Foreign } from './violation.js'
import { hasWide } from './exact-integers.js'

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

/** A schema that cannot be compiled is the contract's fault: a dangling `$ref`, an invalid pattern. */
const unusable = (cause: unknown, pointer: string, source: SourceDocument): SetupError => {
  const place = source.place(pointer)
  if (cause instanceof MissingRefError) {
    const missing = pointerOfName(cause.missingRef)
    return new SetupError(
      'contract-reference',
      `The reference ${missing.startsWith('/') ? '#' : ''}${missing} leads nowhere`,
      place,
    )
  }
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new SetupError('contract-schema', `The schema cannot be used: ${reason}`, place)
}

const endless = 'it refers to itself without end'

/** What a schema throws that applies itself to the same value again; messages are nested little. */
const isEndless = (cause: unknown): boolean => cause instanceof Error && cause.name === 'RangeError'

/** One Ajv for a direction, holding what has been needed so far. */
const createDirection = (source: SourceDocument, direction: Direction, index: SchemaIndex) => {
  const names = new Set<string>()
  const { lookup, nameAt } = createSchemaRegistry(source, direction, index, names)
  const foreign: Foreign = { names, rule: direction === 'request' ? 'readOnly' : 'writeOnly' }
  let judge: Judge | undefined
  const add = (pointer: string): Judge => {
    const engine = (judge ??= createJudge(lookup))
    const waiting = [nameAt(pointer)]
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (engine.ajv.schemas[name]) continue
      const schema = name === nameAt(pointer) ? (lookup(name) ?? true) : lookup(name)
      if (schema === undefined) continue
      engine.add(schema, name)
      waiting.push(...refsOf(schema))
    }
    return engine
  }
  const compile = (pointer: string): ((value: unknown) => Judgement) => {
    try {
      const engine = add(pointer)
      const check = engine.ajv.getSchema(nameAt(pointer)) as ValidateFunction
      const isWide = hasWide(lookup(nameAt(pointer)), lookup)
      return (value) => {
        try {
          return engine.judge(check, value, isWide)
        } catch (cause) {
          throw isEndless(cause) ? unusable(endless, pointer, source) : cause
        }
      }
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
    let check: ((value: unknown) => Judgement) | undefined
    let wide: boolean | undefined
    const judged = (value: unknown): Judgement => (check ??= compile(pointer))(value)
    return {
      get schema() {
        return lookup(nameAt(pointer)) ?? true
      },
      lookup,
      get isWide() {
        return (wide ??= hasWide(lookup(nameAt(pointer)), lookup))
      },
      validate: (value, place) => violationsOf(judged(value), place, foreign),
      isValid: (value) => {
        const { errors, isCut, undecided } = judged(value)
        return errors.length === 0 && !isCut && undecided === undefined
      },
    }
  }
  return { at }
}
