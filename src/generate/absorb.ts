import { isObject, objectOrEmpty, type JsonObject } from '../lib/json-object.js'
import type { JsonSchema } from '../lib/json-schema.js'
import { deriveSeed } from '../lib/seeded-random.js'
import { absorbKeywords } from './absorb-keywords.js'
import { occurrences, type Context, type Place } from './context.js'
import { discriminate, discriminated } from './discriminator.js'
import { isSchema, schemaEntries, schemaList } from './schema-parts.js'
import { newShape, type Shape } from './shape.js'
import { pick, type Tape } from './tape.js'

/** Property names and patterns that a schema has evaluated, for unevaluatedProperties. */
interface Known {
  readonly names: Set<string>
  readonly patterns: string[]
  all: boolean
  /** How many first items; Infinity for all. */
  items: number
}

interface Absorbing {
  readonly shape: Shape
  readonly place: Place
  readonly context: Context
  readonly tape: Tape
  /** Refs followed for this value. */
  readonly followed: Set<string>
  /** The ref by which the value is known: the outermost, or that of the branch taken. */
  entry: string | undefined
}

const newKnown = (): Known => ({ names: new Set(), patterns: [], all: false, items: 0 })

const addKnown = (known: Known, more: Known): void => {
  for (const name of more.names) known.names.add(name)
  known.patterns.push(...more.patterns)
  known.all ||= more.all
  known.items = Math.max(known.items, more.items)
}

const followRef = (run: Absorbing, ref: string, known: Known): void => {
  const { shape, place, context } = run
  if (run.followed.has(ref)) return
  const target = context.lookup(ref)
  if (target === undefined) return
  if (occurrences(place.trail, ref) > (place.optional ? 0 : 1)) {
    shape.impossible = true
    return
  }
  run.followed.add(ref)
  run.entry ??= ref
  shape.trail = { ref, outer: shape.trail }
  addKnown(known, absorbInto(run, target))
}

const onlyNull = (branch: JsonSchema): boolean =>
  isObject(branch) &&
  (branch['type'] === 'null' || branch['const'] === null) &&
  branch['$ref'] === undefined

/** Branches in the order they are tried: as written, those for null last; dynamic begins anywhere. */
const ordered = (run: Absorbing, branches: readonly JsonSchema[]): readonly number[] => {
  const indexes = branches.map((_, index) => index)
  const real = indexes.filter((index) => !onlyNull(branches[index]!))
  const { place, context } = run
  const turn = context.mode === 'dynamic' ? deriveSeed(place.seed, 'branch') : 0
  const pool = place.spin >= real.length ? indexes : real
  const start = pool.length > 0 ? (turn + place.spin) % pool.length : 0
  const turned = [...pool.slice(start), ...pool.slice(0, start)]
  return [...turned, ...indexes.filter((index) => !pool.includes(index))]
}

const absorbBranches = (run: Absorbing, schema: JsonObject, known: Known): void => {
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const branches = schemaList(schema[keyword])
    if (branches.length === 0) continue
    const order = ordered(run, branches)
    const chosen = order[pick(run.tape, order.length)]!
    if (branches.length > 1) run.shape.hard = true
    if (keyword === 'oneOf') {
      run.shape.nots.push(...branches.filter((_, index) => index !== chosen))
    }
    const branch = branches[chosen]!
    const ref = isObject(branch) ? branch['$ref'] : undefined
    const found = discriminated(schema, ref, run.context.nameOf, false)
    if (found) discriminate(run.shape, found)
    if (typeof ref === 'string') run.entry = ref
    addKnown(known, absorbInto(run, branch))
  }
}

const absorbCondition = (run: Absorbing, schema: JsonObject, known: Known): void => {
  const condition = schema['if']
  if (!isSchema(condition)) return
  run.shape.hard = true
  const yes = pick(run.tape, 2) === 0
  const branch = schema[yes ? 'then' : 'else']
  if (yes) addKnown(known, absorbInto(run, condition))
  else run.shape.nots.push(condition)
  if (isSchema(branch)) addKnown(known, absorbInto(run, branch))
}

/** dependentSchemas: with the property and its schema, or without the property. */
const absorbDependents = (run: Absorbing, schema: JsonObject, known: Known): void => {
  for (const [name, part] of schemaEntries(schema['dependentSchemas'])) {
    run.shape.hard = true
    const declared = run.shape.properties.has(name) || run.shape.required.has(name)
    if (pick(run.tape, 2) === (declared ? 0 : 1)) addKnown(known, absorbInto(run, part))
    else run.shape.absent.add(name)
  }
}

/** A base schema with a discriminator: the property names the schema that extends it. */
const absorbDiscriminator = (run: Absorbing, schema: JsonObject): void => {
  if ((schema['discriminator'] === undefined || schema['oneOf']) ?? schema['anyOf']) return
  const { entry, context } = run
  const itself = entry !== undefined && context.lookup(entry) === schema
  const found = discriminated(schema, entry, context.nameOf, itself)
  if (found) discriminate(run.shape, found)
}

/** additionalProperties and both unevaluated keywords, once all that they look at is known. */
const absorbLeftovers = (run: Absorbing, schema: JsonObject, known: Known): void => {
  const { additionalProperties, unevaluatedProperties, unevaluatedItems, items } = schema
  const declared = Object.keys(objectOrEmpty(schema['properties']))
  const patterns = schemaEntries(schema['patternProperties']).map(([pattern]) => pattern)
  for (const name of declared) known.names.add(name)
  known.patterns.push(...patterns)
  if (isSchema(additionalProperties)) {
    const names = new Set(declared)
    run.shape.closures.push({ names, patterns, schema: additionalProperties })
    known.all = true
  }
  if (isSchema(unevaluatedProperties) && !known.all) {
    run.shape.hard = true
    const names = new Set(known.names)
    run.shape.closures.push({ names, patterns: known.patterns, schema: unevaluatedProperties })
    known.all = true
  }
  const prefix = schemaList(schema['prefixItems']).length
  known.items = Math.max(known.items, isSchema(items) ? Infinity : prefix)
  if (isSchema(unevaluatedItems) && known.items < Infinity) {
    run.shape.hard = true
    const anything = Array.from({ length: known.items }, () => true)
    run.shape.tuples.push({ prefix: anything, rest: unevaluatedItems })
  }
}

const absorbInto = (run: Absorbing, schema: JsonSchema, own = false): Known => {
  const known = newKnown()
  if (schema === false) run.shape.impossible = true
  if (!isObject(schema) || run.shape.impossible) return known
  absorbKeywords(run.shape, schema, own)
  for (const keyword of ['$ref', '$dynamicRef']) {
    const ref = schema[keyword]
    if (typeof ref === 'string') followRef(run, ref, known)
  }
  for (const part of schemaList(schema['allOf'])) addKnown(known, absorbInto(run, part))
  absorbBranches(run, schema, known)
  absorbCondition(run, schema, known)
  absorbDependents(run, schema, known)
  if (isSchema(schema['not'])) {
    run.shape.nots.push(schema['not'])
    run.shape.hard = true
  }
  absorbDiscriminator(run, schema)
  absorbLeftovers(run, schema, known)
  return known
}

/** The demands of schemas that all hold for one value, with the branches that the tape picks. */
export const shapeOf = (
  schemas: readonly JsonSchema[],
  place: Place,
  context: Context,
  tape: Tape,
): Shape => {
  const shape = newShape(place.trail)
  for (const schema of schemas) {
    const run = { shape, place, context, tape, followed: new Set<string>(), entry: undefined }
    absorbInto(run, schema, schemas.length === 1)
  }
  return shape
}
