import { plainName, wordsOf } from '../../lib/plain-name.js'
import type { Inference, PropertyPath } from '../resource-model.js'
import type { SchemaView } from './schema-view.js'

/** What is so after an action, where the verb's own participle does not say it. */
const outcomes: Readonly<Record<string, readonly string[]>> = {
  cancel: ['cancelled', 'canceled'],
  send: ['sent'],
  pay: ['paid'],
  void: ['void', 'voided'],
  open: ['open', 'opened'],
  reopen: ['open', 'reopened'],
  start: ['started', 'running', 'active', 'in_progress'],
  stop: ['stopped', 'inactive'],
  pause: ['paused'],
  resume: ['active', 'running', 'resumed'],
  activate: ['active', 'activated', 'enabled'],
  deactivate: ['inactive', 'deactivated', 'disabled'],
  enable: ['enabled', 'active'],
  disable: ['disabled', 'inactive'],
  complete: ['completed', 'complete', 'done'],
  finish: ['finished', 'completed', 'done'],
  submit: ['submitted', 'pending'],
  draft: ['draft'],
  read: ['read'],
  unread: ['unread'],
  block: ['blocked'],
  hold: ['on_hold', 'held'],
  ship: ['shipped'],
  boot: ['running', 'booted'],
  shutdown: ['offline', 'shutdown', 'stopped'],
}

/** Actions that undo another one. */
const opposites: Readonly<Record<string, string>> = {
  restore: 'archive',
  unpublish: 'publish',
  reactivate: 'deactivate',
}

/** Actions that make something else than they change. */
const makers =
  /^(copy|clone|duplicate|fork|search|query|export|import|merge|split|move|download|upload|preview|validate|test|ping|share|invite|print|render|sign|transfer|convert|generate|retry|run|execute|batch|bulk)/

const participle = (verb: string): string => {
  if (verb.endsWith('e')) return `${verb}d`
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ied`
  return `${verb}ed`
}

const outcomesOf = (verb: string): readonly string[] => [
  ...(Object.hasOwn(outcomes, verb) ? (outcomes[verb] ?? []) : []),
  participle(verb),
  ...(/[bdglmnprt]$/.test(verb) ? [`${verb}${verb.at(-1) ?? ''}ed`] : []),
]

const statusNames = /(status|state|phase|stage|lifecycle)$/

type Target = NonNullable<Inference['action']>

/** A status whose enumeration holds what is so afterwards. */
const statusTarget = (record: SchemaView, words: readonly string[]): Target | undefined => {
  const wanted = words.map(plainName)
  for (const name of record.names.filter((one) => statusNames.test(plainName(one)))) {
    const values = record.property(name)?.values ?? []
    for (const word of wanted) {
      const value = values.find((one) => typeof one === 'string' && plainName(one) === word)
      if (value !== undefined) return { property: [name], value }
    }
  }
  return undefined
}

/** A boolean that is called after what is so afterwards: `archived`, `isArchived`. */
const flagTarget = (
  record: SchemaView,
  words: readonly string[],
  value: boolean,
): Target | undefined => {
  const wanted = new Set(words.map(plainName).flatMap((word) => [word, `is${word}`]))
  const name = record.names.find(
    (one) => wanted.has(plainName(one)) && record.property(one)?.types.has('boolean'),
  )
  return name === undefined ? undefined : { property: [name], value }
}

/** A date that is called after it: `archivedAt`. */
const timeTarget = (
  record: SchemaView,
  words: readonly string[],
  isSet: boolean,
): Target | undefined => {
  const wanted = new Set(
    words.map(plainName).flatMap((word) => [`${word}at`, `${word}on`, `${word}date`]),
  )
  const name = record.names.find((one) => wanted.has(plainName(one)))
  const property: PropertyPath | undefined = name === undefined ? undefined : [name]
  if (!property) return undefined
  if (isSet) return { property, value: null, isTime: true }
  return record.property(name ?? '')?.types.has('null') === true
    ? { property, value: null }
    : undefined
}

const targetOf = (
  record: SchemaView,
  words: readonly string[],
  isSet: boolean,
): Target | undefined => flagTarget(record, words, isSet) ?? timeTarget(record, words, isSet)

/** What an action found in a path does: `makes` when it leaves the item as it is and makes another thing. */
export interface FoundAction {
  readonly verb: string
  readonly makes: boolean
  readonly target?: Target
}

/** The property that an action sets, read off its name and the schema of a record. */
export const inferAction = (segment: string, record: SchemaView): FoundAction => {
  const words = wordsOf(segment.replace(/^:/, ''))
  const verb = words.filter((word) => !['mark', 'as', 'set'].includes(word)).join('')
  if (makers.test(verb)) return { verb, makes: true }
  const isMark = words[0] === 'mark' || words[0] === 'set'
  const opposite = verb.startsWith('un') && verb.length > 5 ? verb.slice(2) : opposites[verb]
  const after = isMark ? [verb, ...outcomesOf(verb)] : outcomesOf(verb)
  const target =
    statusTarget(record, after) ??
    (opposite === undefined ? undefined : targetOf(record, outcomesOf(opposite), false)) ??
    (verb === 'disable' || verb === 'deactivate'
      ? flagTarget(record, ['enabled', 'active'], false)
      : undefined) ??
    targetOf(record, after, true)
  return { verb, makes: false, ...(target && { target }) }
}
