import { queryPairs } from '../contract/read-parameters.js'
import { Problem } from '../errors.js'
import type { RequestHeaders } from '../exchange.js'
import { readPreferences } from '../lib/preferences.js'
import type { Fault } from '../sandbox/faults/fault.js'
import { readFault } from './read-fault.js'

/** How a client steers one answer. */
export interface Preference {
  readonly code?: number
  readonly example?: string
  readonly dynamic?: boolean
  readonly seed?: string
  /** Milliseconds to wait before the answer. */
  readonly wait?: number
  readonly lenient?: boolean
  /** What is to happen to the answer. */
  readonly fault?: Fault
  /** The preferences of the Prefer header that are honoured, as Preference-Applied lists them. */
  readonly applied: readonly string[]
}

/** No wish at all. */
export const noPreference: Preference = { applied: [] }

/** True when the answer is to come from the contract, whatever the state. */
export const isForced = (preference: Preference): boolean =>
  preference.code !== undefined ||
  preference.example !== undefined ||
  preference.dynamic === true ||
  preference.seed !== undefined

const maxWait = 60

const malformed = (name: string, value: string, expected: string): Problem =>
  new Problem('preference-malformed', {
    detail: `The preference ${name}=${value} is malformed: expected ${expected}.`,
  })

const readCode = (name: string, value: string): number => {
  if (/^[1-5]\d\d$/.test(value)) return Number(value)
  throw malformed(name, value, 'a status of three digits')
}

const readDynamic = (name: string, value: string): boolean => {
  if (value === 'true' || value === 'false') return value === 'true'
  throw malformed(name, value, 'true or false')
}

const readWait = (name: string, value: string): number => {
  const seconds = /^\d{1,5}(\.\d{1,3})?$/.test(value) ? Number(value) : Number.NaN
  if (seconds <= maxWait) return seconds * 1000
  throw malformed(name, value, `seconds, at most ${maxWait}`)
}

/** Where each member of a Preference is read from: Prefer, then Redocly's headers, then the query. */
const names = {
  code: ['code', 'x-redocly-response-status', '__code'],
  example: ['example', 'x-redocly-response-body-example', '__example'],
  dynamic: ['dynamic', undefined, '__dynamic'],
  seed: ['seed', undefined, '__seed'],
} as const

/** The first of the three places that has a value, with its name. */
const createLookup = (headers: RequestHeaders, query: string) => {
  const prefer = headers['prefer']
  const preferences = prefer === undefined ? new Map<string, string>() : readPreferences(prefer)
  const pairs = query.includes('__')
    ? new Map(queryPairs(query).map(([name, value]) => [name, value]))
    : new Map<string, string>()
  const lookup = (key: keyof typeof names) => {
    const [preference, header, parameter] = names[key]
    const preferred = preferences.get(preference)
    if (preferred !== undefined) return { name: preference, value: preferred, applied: true }
    const named = header && headers[header]
    if (named !== undefined) return { name: header as string, value: named, applied: false }
    const value = pairs.get(parameter)
    return value === undefined ? undefined : { name: parameter, value, applied: false }
  }
  return { lookup, preferences }
}

/**
 * Reads how a client steers its answer: `Prefer` (RFC 7240), Redocly's two headers, or `__code`,
 * `__example`, `__dynamic`, `__seed` in the query. Unknown preferences are ignored.
 * @throws Problem `preference-malformed` (422).
 */
export const readPreference = (headers: RequestHeaders, query: string): Preference => {
  if (
    headers['prefer'] === undefined &&
    headers['x-redocly-response-status'] === undefined &&
    headers['x-redocly-response-body-example'] === undefined &&
    !query.includes('__')
  )
    return noPreference
  const { lookup, preferences } = createLookup(headers, query)
  const code = lookup('code')
  const example = lookup('example')
  const dynamic = lookup('dynamic')
  const seed = lookup('seed')
  const wait = preferences.get('wait')
  const handling = preferences.get('handling')
  const fault = preferences.get('fault')
  const applied = [code, example, dynamic, seed]
    .filter((found) => found?.applied)
    .map((found) => `${found?.name}=${quoted(found?.value ?? '')}`)
  if (wait !== undefined) applied.push(`wait=${quoted(wait)}`)
  if (handling === 'lenient') applied.push('handling=lenient')
  if (fault !== undefined) applied.push(`fault=${quoted(fault)}`)
  return {
    ...(code && { code: readCode(code.name, code.value) }),
    ...(example && { example: example.value }),
    ...(dynamic && { dynamic: readDynamic(dynamic.name, dynamic.value) }),
    ...(seed && { seed: seed.value }),
    ...(wait !== undefined && { wait: readWait('wait', wait) }),
    ...(handling === 'lenient' && { lenient: true }),
    ...(fault !== undefined && { fault: readFault(fault) }),
    applied,
  }
}

/** A preference value as a header may carry it: visible ASCII, quoted unless it is a token. */
const quoted = (value: string): string => {
  if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(value)) return value
  return `"${value.replace(/[^\x20-\x7e]/g, '?').replace(/["\\]/g, '\\$&')}"`
}
