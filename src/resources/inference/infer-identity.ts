import { plainName, singularName, wordsOf } from '../../lib/plain-name.js'
import type { ParameterView } from './operation-view.js'
import type { Identity, PropertyPath } from '../resource-model.js'
import { viewAt, type SchemaView } from './schema-view.js'

/** What identities are called, the plainest first. */
const idNames = [
  'id',
  'uuid',
  'guid',
  'gid',
  'sid',
  'key',
  'slug',
  'code',
  'number',
  'name',
  'login',
  'username',
  'label',
]

/** Words at the end of a parameter that name a property of that name: `{file_sha}`, not `{user_type}`. */
const lastWords = new Set([...idNames, 'sha', 'hash', 'digest', 'email', 'token', 'symbol', 'ref'])

/** Words at the end of a parameter that only say that it names something. */
const idWords = new Set(['id', 'identifier', 'ids', 'uid', 'exposed'])

/** Other words for what a parameter is called. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  username: ['username', 'login', 'name', 'handle'],
  user: ['id', 'username', 'login', 'name'],
  identifier: ['id', 'identifier', 'uuid', 'key'],
  num: ['number', 'num'],
  no: ['number', 'no'],
  repo: ['name'],
  org: ['login', 'username', 'name'],
}

/** Objects of a record that hold what it is called. */
const holders = /^_?(metadata|meta|attributes|info|user|properties|data|summary|spec|self|header)$/

const isScalar = (view: SchemaView | undefined): boolean =>
  view !== undefined &&
  !view.types.has('array') &&
  !(view.types.has('object') && view.types.size === 1) &&
  !view.types.has('boolean')

/** The scalar property of that name, however it is written. */
const named = (record: SchemaView, wanted: string): string | undefined =>
  record.names.find((name) => plainName(name) === wanted && isScalar(record.property(name)))

/** The names to look for: first what the parameter is called, then what that means below its noun. */
const wantedNames = (parameter: string, noun: string): readonly string[] => {
  const words = wordsOf(parameter)
  const whole = words.join('')
  const nounLength = [...words.keys()].find((count) => words.slice(0, count + 1).join('') === noun)
  const rest = nounLength === undefined ? [] : words.slice(nounLength + 1)
  const isId = words.some((word) => idWords.has(word)) || (rest.length === 0 && whole === noun)
  const last = words.at(-1) ?? ''
  return [
    whole,
    ...(rest.length > 0 ? [rest.join('')] : []),
    `${noun}${whole}`,
    ...(lastWords.has(last) ? [last] : []),
    ...(synonyms[whole] ?? synonyms[last] ?? []),
    ...(isId ? ['id', 'uuid', 'gid', 'guid', 'sid', `${noun}id`] : []),
    ...(isId || nounLength !== undefined ? [noun] : []),
  ]
}

const isNumber = (view: SchemaView | undefined): boolean =>
  view !== undefined &&
  (view.types.has('integer') || view.types.has('number')) &&
  !view.types.has('string')

/** False when a text would have to name a number: `/orgs/{org}` is not its integer `id`. */
const isCompatible = (
  parameter: ParameterView | undefined,
  view: SchemaView | undefined,
  whole: string,
): boolean =>
  !(
    parameter !== undefined &&
    !/id|num|no$|ident/.test(whole) &&
    parameter.schema.types.has('string') &&
    isNumber(view)
  ) &&
  !(
    parameter !== undefined &&
    isNumber(parameter.schema) &&
    view?.types.has('string') === true &&
    view.format === 'uuid'
  )

const inRecord = (
  record: SchemaView,
  names: readonly string[],
  parameter: ParameterView | undefined,
  whole: string,
): PropertyPath | undefined => {
  for (const wanted of names) {
    const name = named(record, wanted)
    if (name !== undefined && isCompatible(parameter, record.property(name), whole)) return [name]
  }
  for (const holder of record.names.filter((name) => holders.test(plainName(name)))) {
    const inner = record.property(holder)
    for (const wanted of names) {
      const name = inner && named(inner, wanted)
      if (name !== undefined && holder !== 'data') return [holder, name]
    }
  }
  return undefined
}

/** `{owner}/{repo}`: an outer parameter names an object, or is a text itself. */
const ofObject = (record: SchemaView, parameter: string): PropertyPath | undefined => {
  const plain = plainName(parameter)
  const holder = record.names.find((name) => plainName(name) === plain)
  const inner = holder === undefined ? undefined : record.property(holder)
  if (holder === undefined || !inner) return undefined
  const name = ['login', 'username', 'slug', 'name', 'key', 'id']
    .map((wanted) => named(inner, wanted))
    .find((one) => one !== undefined)
  return name === undefined ? undefined : [holder, name]
}

/** The property that holds what a path parameter says; undefined where none is found. */
export const identityProperty = (
  name: string,
  noun: string,
  record: SchemaView,
  parameter?: ParameterView,
): PropertyPath | undefined => {
  const whole = plainName(name)
  const found = inRecord(record, wantedNames(name, noun), parameter, whole)
  if (found) return found
  if (ofObject(record, name)) return ofObject(record, name)
  const isOfNoun =
    whole === noun ||
    whole.startsWith(noun) ||
    noun.endsWith(whole) ||
    /id$|^(id|identifier|name|key|slug|number|code)$/.test(whole) ||
    whole.endsWith('id')
  return isOfNoun ? inRecord(record, idNames, parameter, whole) : undefined
}

/** True where the request says the identity: it must, or it may and the name is no mere id. */
const isAsked = (
  property: PropertyPath,
  request: SchemaView | undefined,
  isCounted: boolean,
): boolean => {
  const asked = request && viewAt(request, property)
  if (!request || !asked || asked.isReadOnly) return false
  if (request.required.has(property[0] ?? '')) return true
  return !isCounted && !/id$/i.test(property.at(-1) ?? '')
}

const originOf = (
  property: PropertyPath,
  record: SchemaView,
  request: SchemaView | undefined,
  parameter?: ParameterView,
): Identity['origin'] => {
  const view = viewAt(record, property)
  const name = property.at(-1) ?? ''
  // A text may be one of digits, or a UUID, only because the path has such.
  const isCounted = isNumber(view) || isNumber(parameter?.schema)
  if (isAsked(property, request, isCounted)) return 'client'
  if (isCounted) return 'counter'
  const isUuid = [view, parameter?.schema].some((one) => one?.format === 'uuid')
  if (isUuid || /^(uuid|guid)$/i.test(name)) return 'uuid'
  return /slug/i.test(name) ? 'slug' : 'generated'
}

/** `{issueIdOrKey}`, `{id_or_name}`: the names that either of its halves would have. */
const halves = (parameter: string): readonly string[] => {
  const words = wordsOf(parameter)
  const or = words.indexOf('or')
  if (or <= 0 || or === words.length - 1) return []
  return [words.slice(0, or).join('_'), words.slice(or + 1).join('_')]
}

/**
 * The identity of a resource: which properties of a record hold the path parameters of its item.
 * Undefined when one of them is found nowhere.
 */
export const inferIdentity = (
  names: readonly string[],
  noun: string,
  record: SchemaView,
  parameters: readonly ParameterView[],
  request?: SchemaView,
): Identity | undefined => {
  const parameterOf = (name: string) =>
    parameters.find((one) => one.in === 'path' && one.name === name)
  const [only] = names
  const both = names.length === 1 && only !== undefined ? halves(only) : []
  if (both.length > 0) {
    const found = both.flatMap((half) => {
      const property = identityProperty(half, noun, record)
      return property ? [property] : []
    })
    const [first, ...others] = found
    if (!first) return undefined
    const alternatives = others.filter((other) => other.join() !== first.join())
    const origin = originOf(first, record, request)
    return { parameters: names, properties: [first], alternatives, origin }
  }
  const properties = names.map((name) => identityProperty(name, noun, record, parameterOf(name)))
  if (!properties.every((property) => property !== undefined)) return undefined
  const origins = properties.map((property, index) =>
    originOf(property, record, request, parameterOf(names[index] ?? '')),
  )
  const last = origins.at(-1) ?? 'generated'
  return {
    parameters: names,
    properties,
    origin: names.length > 1 && origins.includes('client') ? 'client' : last,
  }
}

/** The singular of the resource that the last literal of a path names. */
export const nounOf = (literal: string): string => singularName(literal)
