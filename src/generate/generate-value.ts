import type { JsonSchema } from '../lib/json-schema.js'
import { tokens } from '../lib/json-pointer.js'
import { deriveSeed, hashText } from '../lib/seeded-random.js'
import { build } from './build.js'
import { conforms, type CheckContext } from './conforms.js'
import { maxSteps, nothing, type Context, type Made, type Place, type Round } from './context.js'
import type { FakerDoor } from './faker-door.js'
import type { PatternMemo } from './pattern.js'

/** A schema in JSON Schema 2020-12, what its refs lead to, and its compiled validator. */
export interface SchemaSource {
  readonly schema: JsonSchema
  readonly lookup: (ref: string) => JsonSchema | undefined
  readonly isValid: (value: unknown) => boolean
}

/** How a value is made. */
export interface GenerateOptions {
  /**
   * The same seed and schema give the same value; of static values only those depend on it that
   * have no plain form (UUIDs, patterns).
   */
  readonly seed: string | number
  /** static: the plain documentation value, from examples; dynamic: varied by the seed. */
  readonly mode: 'static' | 'dynamic'
  /** Realistic data for dynamic values; without it they are plainer. */
  readonly faker?: FakerDoor
  /** The present of generated dates, in milliseconds since 1970 (default 2025-01-01T00:00:00Z). */
  readonly now?: number
  /** What the value is, for names such as `name` that depend on it (a component name, a field). */
  readonly name?: string
  /** What it is a member of, for names that depend on that as well (default: `name`). */
  readonly owner?: string
  /** The name of the schema behind a ref, for discriminators (default: the last pointer token). */
  readonly nameOf?: (ref: string) => string
}

/** A value and whether the validator holds for it. */
export interface Generated {
  readonly value: unknown
  readonly valid: boolean
}

const defaultNow = 1_735_689_600_000

/** How many nodes a value may have, about. */
const rootShare = 3000

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The last token of the JSON pointer in a ref, percent-decoded (RFC 6901 §6): the name of a component. */
export const nameOfRef = (ref: string): string => {
  const [fragment = ''] = ref.slice(ref.indexOf('#') + 1).split('?')
  const text = decoded(fragment)
  const start = text.indexOf('/')
  return tokens(start < 0 ? `/${text}` : text.slice(start)).at(-1) ?? ref
}

interface Maker {
  readonly source: SchemaSource
  readonly options: GenerateOptions
  readonly patterns: PatternMemo
  readonly seed: number
}

const makeContext = (maker: Maker, round: Round): Context => {
  const { source, options, patterns } = maker
  const check: CheckContext = { lookup: source.lookup, patterns, depth: 0 }
  const context: Context = {
    mode: options.mode,
    faker: options.faker,
    now: options.now ?? defaultNow,
    lookup: source.lookup,
    nameOf: options.nameOf ?? nameOfRef,
    patterns,
    round,
    count: { steps: 0, samples: 0 },
    conforms: (schema, value) => conforms(schema, value, check),
    build: (schemas, place) => build(schemas, place, context),
  }
  return context
}

/** What came of one try. */
interface Tried {
  readonly value: Made
  /** How many examples and defaults were used. */
  readonly samples: number
  readonly steps: number
}

/** Goes through a schema once. */
const attempt = (maker: Maker, round: Round): Tried => {
  const context = makeContext(maker, round)
  const name = maker.options.name ?? ''
  const place: Place = {
    seed: round.number === 0 ? maker.seed : deriveSeed(maker.seed, round.number),
    name,
    owner: maker.options.owner ?? name,
    depth: 0,
    share: rootShare,
    trail: undefined,
    optional: false,
    spin: 0,
    hint: undefined,
  }
  const value = build([maker.source.schema], place, context)
  return { value, ...context.count }
}

const mostSkips = 12

/** How many nodes all tries together may visit. */
const mostSteps = 3 * maxSteps

/**
 * The tries after the first: without each sample, without any, barer, with other chance. Where the
 * first went through every branch in vain, most likely there is no value: few more are made.
 */
function* repairs(first: Round, samples: number, inVain: boolean): Generator<Round> {
  if (samples > 0) {
    const skips = inVain ? 0 : Math.min(samples, mostSkips)
    for (let skip = 0; skip < skips; skip++) yield { ...first, skip }
    yield { ...first, samples: false }
  }
  yield { ...first, samples: false, lean: true }
  for (let number = 2; number < (inVain ? 5 : 10); number++) {
    yield { ...first, number, samples: false, lean: number % 2 === 1 }
  }
}

/**
 * A value for a schema, and whether it is valid: when no try gives a valid one, the best candidate.
 * Deterministic; never throws for a document's fault.
 */
export const generate = (source: SchemaSource, options: GenerateOptions): Generated => {
  const seed = hashText(String(options.seed))
  const maker: Maker = { source, options, patterns: new Map(), seed }
  const first: Round = { number: 0, samples: true, skip: -1, lean: false, lenient: false }
  const { value, samples, steps } = attempt(maker, first)
  if (value !== nothing && source.isValid(value)) return { value, valid: true }
  let [best, spent] = [value, steps]
  for (const round of repairs(first, samples, value === nothing)) {
    if (spent > mostSteps) break
    const tried = attempt(maker, round)
    const next = tried.value
    spent += tried.steps
    if (next === nothing) continue
    if (source.isValid(next)) return { value: next, valid: true }
    if (best === nothing) best = next
  }
  if (best === nothing) best = attempt(maker, { ...first, lenient: true }).value
  if (best === nothing) best = null
  return { value: best, valid: source.isValid(best) }
}

/** A value for a schema, valid whenever one can be found. Values may be shared with the schema. */
export const generateValue = (source: SchemaSource, options: GenerateOptions): unknown =>
  generate(source, options).value
