import {
  _,
  Ajv2020,
  type CodeKeywordDefinition,
  type ErrorObject,
  Name,
  type ValidateFunction,
} from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { isObject } from '../lib/json-object.js'
import type { JsonSchema } from '../lib/json-schema.js'
import { boundedKeywords } from './bounded-keywords.js'
import { discriminator, withDiscriminator } from './with-discriminator.js'
import { mapSubschemas } from './map-subschemas.js'
import { nullableKeyword } from './normalise-schema.js'
import { moreFormats } from './more-formats.js'
import { Patterns } from './patterns.js'
import { exactIntegers, rounded, withExactKeyword, type ExactValues } from './exact-integers.js'

/** What came out of judging a value. */
export interface Judgement {
  readonly errors: readonly ErrorObject[]
  /** True when judging ended before its end: the errors may not be all there are, or may be none. */
  readonly isCut?: boolean
  /** An expression that could not be compared with so long a text. */
  readonly undecided?: string | undefined
}

/** One Ajv, whose every judgement ends in bounded time. */
export interface Judge {
  readonly ajv: Ajv2020
  readonly add: (schema: JsonSchema, name: string) => void
  /** The validator of a schema without a name, whose references were added before. */
  readonly compile: (schema: JsonSchema) => ValidateFunction
  /** `isWide`: the value may hold BigInt, and the schema wants to know them exactly. */
  readonly judge: (check: ValidateFunction, value: unknown, isWide: boolean) => Judgement
}

/** More errors are not told. */
export const maxErrors = 100

/** A message may cause this many applications of schemas to lists and alternatives. */
const maxSteps = 500_000

/** Beyond those that are told, an error counts as so many steps. */
const errorCost = 20

/** Ajv concatenates the errors of each reference to those so far: copying a long list every time. */
const grow: PropertyDescriptor = {
  value(this: ErrorObject[], more: readonly ErrorObject[]) {
    for (const error of more) this.push(error)
    return this
  },
}

class Halt extends Error {
  constructor(readonly errors: readonly ErrorObject[]) {
    super('Judging took too long')
  }
}

/** Counts the work left for a message. */
class Work {
  left = maxSteps

  /** Whether errors are violations is not known yet: another alternative may hold. */
  spend(errors: readonly ErrorObject[] | null): void {
    if (errors && errors.length > maxErrors) {
      this.left -= errorCost
      if (!Object.hasOwn(errors, 'concat')) Object.defineProperty(errors, 'concat', grow)
    }
    if (this.left < 0) throw new Halt(errors ?? [])
  }
}

const stepKeyword = 'x-sandbox-step'

/** Counts down where it stands, and ends everything when enough has been done or found. */
const countSteps = (work: Work): CodeKeywordDefinition => ({
  keyword: stepKeyword,
  code: ({ gen }) => {
    const counter = gen.scopeValue('obj', { ref: work })
    // Ajv's own name for the list of errors so far.
    const vErrors = new Name('vErrors')
    gen.if(_`--${counter}.left < 0 || ${vErrors} !== null`, () =>
      gen.code(_`${counter}.spend(${vErrors})`),
    )
  },
})

type Lookup = (ref: string) => JsonSchema | undefined

const repeats = ['items', 'additionalProperties', 'patternProperties', 'prefixItems', 'contains']
const branches = ['anyOf', 'oneOf', 'allOf', '$ref']

/** A schema that counts a step wherever a message could cause many. */
const counted = (schema: unknown, lookup: Lookup): JsonSchema => {
  if (!isObject(schema)) return schema === false ? false : true
  const { [nullableKeyword]: isNullable, ...written } = schema
  if (isNullable === true) return { if: { type: 'null' }, else: counted(written, lookup) }
  const result: Record<string, unknown> = {}
  for (const [keyword, value] of Object.entries(
    withDiscriminator(withExactKeyword(schema), lookup),
  )) {
    const step = (part: unknown): JsonSchema => {
      const inside = counted(part, lookup)
      if (!repeats.includes(keyword)) return inside
      return isObject(inside) ? { ...inside, [stepKeyword]: true } : inside
    }
    result[keyword] = mapSubschemas(keyword, value, step)
  }
  if (branches.some((keyword) => Object.hasOwn(schema, keyword))) result[stepKeyword] = true
  return result
}

/** Formats that are expressions are bounded as patterns are. */
const addBoundedFormats = (ajv: Ajv2020, patterns: Patterns): void => {
  const install = addFormats as unknown as (instance: Ajv2020) => void
  install(ajv)
  for (const [name, format] of Object.entries(moreFormats)) ajv.addFormat(name, format)
  for (const [name, format] of Object.entries(ajv.formats))
    if (format instanceof RegExp) {
      const { test } = patterns.ofFormat(format)
      ajv.addFormat(name, { type: 'string', validate: test })
    }
}

const createAjv = (patterns: Patterns, work: Work, exact: () => ExactValues): Ajv2020 => {
  const regExp = Object.assign(
    (pattern: string) => ({ ...patterns.read(pattern), toString: () => pattern }),
    { code: 'patterns.read' },
  )
  const ajv = new Ajv2020({
    strict: false,
    // 1e400 reads as Infinity, which is no JSON number.
    strictNumbers: true,
    allErrors: true,
    verbose: true,
    validateSchema: false,
    logger: false,
    code: {
      regExp: regExp as unknown as NonNullable<Ajv2020['opts']['code']['regExp']>,
      // V8 does what this would do: half of the time of compiling goes into it.
      optimize: false,
    },
    inlineRefs: false,
  })
  addBoundedFormats(ajv, patterns)
  ajv.addKeyword(countSteps(work))
  ajv.addKeyword(exactIntegers(exact))
  ajv.addKeyword(discriminator)
  for (const keyword of boundedKeywords(patterns)) {
    ajv.removeKeyword(String(keyword.keyword))
    ajv.addKeyword(keyword)
  }
  return ajv
}

/** A judge without schemas. */
export const createJudge = (lookup: Lookup): Judge => {
  const patterns = new Patterns()
  const work = new Work()
  let exact: ExactValues = new Map()
  const ajv = createAjv(patterns, work, () => exact)
  const run = (check: ValidateFunction, value: unknown): Judgement => {
    try {
      return { errors: check(value) ? [] : (check.errors ?? []) }
    } catch (error) {
      if (!(error instanceof Halt)) throw error
      return { errors: error.errors, isCut: true }
    }
  }
  return {
    ajv,
    add: (schema, name) => void ajv.addSchema(counted(schema, lookup), name),
    compile: (schema) => ajv.compile(counted(schema, lookup)),
    judge: (check, value, isWide) => {
      work.left = maxSteps
      patterns.begin()
      if (isWide) exact = new Map()
      const result = run(check, isWide ? rounded(value, exact) : value)
      return patterns.undecided === undefined
        ? result
        : { ...result, undecided: patterns.undecided }
    },
  }
}
