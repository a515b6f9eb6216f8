import { leastCommonMultiple, type Decimal } from '../lib/decimal.js'
import { jsonEqual } from '../lib/json-equal.js'
import type { JsonSchema } from '../lib/json-schema.js'
import type { RefTrail } from './context.js'

/** A JSON type by its name. */
export type TypeName = 'null' | 'boolean' | 'object' | 'array' | 'string' | 'number' | 'integer'

/** What holds for properties that a schema does not name. */
export interface Closure {
  readonly names: ReadonlySet<string>
  readonly patterns: readonly string[]
  readonly schema: JsonSchema
}

/** What holds for the items of an array by position. */
export interface Tuple {
  readonly prefix: readonly JsonSchema[]
  readonly rest: JsonSchema | undefined
}

/** A condition that some items must meet. */
export interface Contained {
  readonly schema: JsonSchema
  readonly min: number
  readonly max: number
}

/** Where a sample was written. */
export type SampleKind = 'example' | 'default' | 'examples'

/** A value that a document suggests. */
export interface Sample {
  readonly value: unknown
  /** It was written at the value's own schema, not at a part that is merged into it. */
  readonly own: boolean
}

/** Several schemas that all hold, and one choice of their branches, as one set of demands. */
export interface Shape {
  /** The demands contradict each other, or lead into endless recursion. */
  impossible: boolean
  /** The demands do not say everything: a value made from them has to be checked. */
  hard: boolean
  types: readonly TypeName[] | undefined
  /** const and enum. */
  values: readonly unknown[] | undefined
  /** `example`, `default` and the list `examples`, outermost schema first. */
  readonly samples: { readonly [kind in SampleKind]: Sample[] }
  /** How many of the schemas brought demands, not only annotations. */
  sources: number
  /** Values for properties that suit the whole (discriminators, parts of broken examples). */
  readonly hints: Map<string, unknown>
  readonly formats: string[]
  readonly patterns: string[]
  minLength: number
  maxLength: number
  minimum: number
  maximum: number
  exclusiveMinimum: number
  exclusiveMaximum: number
  multipleOf: Decimal | undefined
  readonly properties: Map<string, JsonSchema[]>
  readonly patternProperties: (readonly [string, JsonSchema])[]
  readonly closures: Closure[]
  readonly propertyNames: JsonSchema[]
  readonly required: Set<string>
  /** Properties that this choice leaves out. */
  readonly absent: Set<string>
  readonly dependentRequired: (readonly [string, readonly string[]])[]
  minProperties: number
  maxProperties: number
  readonly tuples: Tuple[]
  readonly contains: Contained[]
  unique: boolean
  minItems: number
  maxItems: number
  /** Schemas that must not hold. */
  readonly nots: JsonSchema[]
  /** x-faker of the outermost schema that has it. */
  faker: unknown
  trail: RefTrail | undefined
  /** Type that keywords suggest where none is named. */
  suggested: TypeName | undefined
}

/** A shape that demands nothing. */
export const newShape = (trail: RefTrail | undefined): Shape => ({
  impossible: false,
  hard: false,
  types: undefined,
  values: undefined,
  samples: { example: [], default: [], examples: [] },
  sources: 0,
  hints: new Map(),
  formats: [],
  patterns: [],
  minLength: 0,
  maxLength: Infinity,
  minimum: -Infinity,
  maximum: Infinity,
  exclusiveMinimum: -Infinity,
  exclusiveMaximum: Infinity,
  multipleOf: undefined,
  properties: new Map(),
  patternProperties: [],
  closures: [],
  propertyNames: [],
  required: new Set(),
  absent: new Set(),
  dependentRequired: [],
  minProperties: 0,
  maxProperties: Infinity,
  tuples: [],
  contains: [],
  unique: false,
  minItems: 0,
  maxItems: Infinity,
  nots: [],
  faker: undefined,
  trail,
  suggested: undefined,
})

/** Leaves the types that both allow; integers are numbers. */
export const limitTypes = (shape: Shape, types: readonly TypeName[]): void => {
  const had = shape.types
  const meet = had?.flatMap((type) => {
    if (types.includes(type)) return [type]
    if (type === 'integer' && types.includes('number')) return [type]
    return type === 'number' && types.includes('integer') ? (['integer'] as const) : []
  })
  shape.types = meet ?? types
  if (shape.types.length === 0) shape.impossible = true
}

/** Leaves the values that both allow. */
export const limitValues = (shape: Shape, values: readonly unknown[]): void => {
  const had = shape.values
  shape.values = had ? had.filter((one) => values.some((other) => jsonEqual(one, other))) : values
  if (shape.values.length === 0) shape.impossible = true
}

/** Demands a further divisor. */
export const limitMultiple = (shape: Shape, step: Decimal): void => {
  if (step.digits <= 0n) return
  shape.multipleOf = shape.multipleOf ? leastCommonMultiple(shape.multipleOf, step) : step
}

/** True when lengths, counts or bounds leave nothing of every type that is allowed. */
export const contradicts = (shape: Shape): boolean =>
  shape.impossible ||
  (shape.types?.every(
    (type) =>
      (type === 'string' && shape.minLength > shape.maxLength) ||
      (type === 'array' && shape.minItems > shape.maxItems) ||
      (type === 'object' &&
        Math.max(shape.minProperties, shape.required.size) > shape.maxProperties) ||
      ((type === 'number' || type === 'integer') &&
        (shape.minimum > shape.maximum || shape.exclusiveMinimum >= shape.exclusiveMaximum)),
  ) ??
    false)
