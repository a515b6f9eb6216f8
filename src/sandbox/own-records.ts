import type { Contract } from '../contract/contract.js'
import { violation } from '../contract/violation.js'
import { Problem, type Violation } from '../errors.js'
import { isObject, type JsonObject } from '../lib/json-object.js'
import { pointer } from '../lib/json-pointer.js'
import { askedClock, clockKey, clockSettings } from './clock-setting.js'
import { systemClock } from './clock.js'
import { faultRecords, mostFaultRules, type FaultRequest } from './faults/fault-record.js'
import { faultViolations } from './faults/require-sound-fault.js'
import { abouts } from './sandbox-about.js'

/** Judges the records that say how a sandbox behaves, wherever they come from. */
export interface OwnRecords {
  /** The names of their collections. */
  readonly collections: readonly string[]
  /** In what they are none that the operations of the control API would have made. */
  readonly violations: (collection: string, records: JsonObject) => readonly Violation[]
}

type Found = readonly Violation[]

/** Judges a value by the schema that an operation has for its request body. */
type Judge = (operationId: string, value: unknown, at: string) => Found

const fault = (at: string, rule: string, expected: string, got?: unknown): Violation =>
  violation('body', at, rule, expected, got)

const bodyJudge =
  ({ byId }: Contract): Judge =>
  (operationId, value, at) =>
    byId.get(operationId)?.body?.contents[0]?.schema?.validate(value, {
      location: 'body',
      pointer: at,
    }) ?? []

/** The violations that work refuses a value with, as they are at the place of the value. */
const refusals = (at: string, work: () => unknown): Found => {
  try {
    work()
    return []
  } catch (error) {
    if (!(error instanceof Problem) || !error.details.violations) throw error
    return error.details.violations.map(({ pointer: below, rule, expected, got }) =>
      fault(at + below, rule, expected, got),
    )
  }
}

const clockFaults = (judge: Judge, record: JsonObject, at: string): Found => {
  const found = judge('setClock', record, at)
  if (found.length > 0) return found
  // A request may leave to the server what a record has to say.
  const { mode, ...members } = record as Parameters<typeof askedClock>[0]
  if (mode === 'real') return [fault(`${at}/mode`, 'clock', 'frozen or offset', mode)]
  const needed = mode === 'frozen' ? 'now' : 'offsetMs'
  if (members[needed] === undefined) return [fault(`${at}/${needed}`, 'required', needed)]
  return refusals(at, () => askedClock({ mode, ...members }, undefined, systemClock))
}

const ruleFaults = (judge: Judge, record: JsonObject, key: string, at: string): Found => {
  const { id, place, rule } = record
  if (id !== key) return [fault(`${at}/id`, 'key', `the key ${key}`, id)]
  if (!Number.isSafeInteger(place)) return [fault(`${at}/place`, 'type', 'a whole number', place)]
  if (rule === undefined) return [fault(`${at}/rule`, 'required', 'rule')]
  const found = judge('addFault', rule, `${at}/rule`)
  return found.length > 0 ? found : faultViolations(rule as FaultRequest, `${at}/rule`)
}

const aboutFaults = (judge: Judge, record: JsonObject, at: string): Found => {
  const { sandbox, createdAt, origin, ...others } = record
  const isTime = typeof createdAt === 'string' && !Number.isNaN(Date.parse(createdAt))
  if (typeof sandbox !== 'string') return [fault(`${at}/sandbox`, 'type', 'a string', sandbox)]
  if (!isTime) return [fault(`${at}/createdAt`, 'type', 'a date-time', createdAt)]
  const request = { ...others, ...(origin !== undefined && { from: origin }) }
  return judge('createSandbox', request, at).map(({ pointer: place, rule, expected, got }) =>
    fault(place.replace(`${at}/from`, `${at}/origin`), rule, expected, got),
  )
}

/** The key that the only record of a collection has. */
const onlyKeys = new Map([
  [clockSettings.name, clockKey],
  [abouts.name, 'about'],
])

const faultsOf = (judge: Judge, name: string, key: string, record: unknown): Found => {
  const at = pointer('collections', name, key)
  const only = onlyKeys.get(name) ?? key
  if (key !== only) return [fault(at, 'key', `the key ${only}`, key)]
  if (!isObject(record)) return [fault(at, 'type', 'an object', record)]
  if (name === clockSettings.name) return clockFaults(judge, record, at)
  if (name === abouts.name) return aboutFaults(judge, record, at)
  return ruleFaults(judge, record, key, at)
}

/** Judges such records by the contract of the control API, as its operations do. */
export const createOwnRecords = (control: Contract): OwnRecords => {
  const judge = bodyJudge(control)
  const collections = [clockSettings.name, faultRecords.name, abouts.name]
  return {
    collections,
    violations: (name, records) => {
      if (!collections.includes(name)) return []
      const all = Object.entries(records)
      if (name === faultRecords.name && all.length > mostFaultRules)
        return [
          fault(pointer('collections', name), 'maxProperties', `at most ${mostFaultRules} rules`),
        ]
      return all.flatMap(([key, record]) => faultsOf(judge, name, key, record))
    },
  }
}
