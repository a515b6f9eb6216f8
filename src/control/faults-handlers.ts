import type { Contract } from '../contract/contract.js'
import { Problem } from '../errors.js'
import type { components } from '../generated/control.js'
import { nearest } from '../lib/nearest.js'
import {
  faultRecords,
  inOrder,
  mostFaultRules,
  type FaultRecord,
  type FaultRequest,
} from '../sandbox/faults/fault-record.js'
import type { FaultRules } from '../sandbox/faults/fault-rules.js'
import { requireSoundFault } from '../sandbox/faults/require-sound-fault.js'
import type { Transaction } from '../store/store.js'
import type { AllControlHandlers } from './control-context.js'
import { operationNamed } from './operation-named.js'
import { requireExample } from './require-example.js'

/** What the handlers of the fault rules need. */
export interface FaultsHandlerParts {
  readonly contracts: readonly Contract[]
  readonly faultRules: FaultRules
}

type Fault = components['schemas']['Fault']

const requireRoom = async (state: Transaction): Promise<void> => {
  if ((await state.list(faultRecords)).length < mostFaultRules) return
  throw new Problem('request-invalid', {
    detail: `The sandbox has ${mostFaultRules} fault rules already.`,
    fix: 'Remove rules that are no longer needed.',
  })
}

/** An id that no rule has, be it one that a client chose. */
const freeId = async (state: Transaction): Promise<{ id: string; place: number }> => {
  for (;;) {
    const place = await state.next(faultRecords)
    const id = String(place)
    if (!(await state.get(faultRecords, id))) return { id, place }
  }
}

const requireRule = async (state: Transaction, id: string): Promise<void> => {
  if (await state.get(faultRecords, id)) return
  const ids = (await state.list(faultRecords)).map((record) => record.id)
  const close = nearest(id, ids)
  throw new Problem('not-found', {
    detail: `There is no fault rule ${id}.`,
    ...(close.length > 0 && { fix: `Did you mean ${close.join(' or ')}?` }),
  })
}

/** A rule that nothing has happened to. */
const fresh = ({ id, rule }: FaultRecord): Fault => ({ id, rule, matched: 0, applied: 0 })

/** The rules of a sandbox, and how often each was applied. */
const createListing = ({ faultRules }: FaultsHandlerParts) =>
  ({
    listFaults: ({ sandbox, transaction }) =>
      transaction(async ({ state }) => {
        const records = inOrder(await state.list(faultRecords))
        const counted = new Map(faultRules.of(sandbox).map((rule) => [rule.record, rule]))
        const faults = records.map((record): Fault => {
          const { matched, applied } = counted.get(record) ?? { matched: 0, applied: 0 }
          return { id: record.id, rule: record.rule, matched, applied }
        })
        return { status: 200, body: { faults } }
      }),
  }) satisfies Partial<AllControlHandlers>

const createChanges = (requireSound: (rule: FaultRequest) => void) =>
  ({
    addFault: ({ transaction, body: rule }) => {
      requireSound(rule)
      return transaction(async ({ state }) => {
        await requireRoom(state)
        const record = { ...(await freeId(state)), rule }
        state.put(faultRecords, record)
        // Relative, because it leads to the same sandbox however the request has named it.
        const headers = { Location: `faults/${record.id}` }
        return { status: 201, headers, body: fresh(record) }
      })
    },
    replaceFault: ({ transaction, params: { id }, body: rule }) => {
      requireSound(rule)
      return transaction(async ({ state }) => {
        const before = await state.get(faultRecords, id)
        if (!before) await requireRoom(state)
        const record = { id, place: before?.place ?? (await state.next(faultRecords)), rule }
        state.put(faultRecords, record)
        return { status: before ? 200 : 201, body: fresh(record) }
      })
    },
  }) satisfies Partial<AllControlHandlers>

const removals = {
  deleteFault: ({ transaction, params: { id } }) =>
    transaction(async ({ state }) => {
      await requireRule(state, id)
      state.delete(faultRecords, id)
      return { status: 204 }
    }),
  clearFaults: ({ transaction }) =>
    transaction(async ({ state }) => {
      for (const { id } of await state.list(faultRecords)) state.delete(faultRecords, id)
      return { status: 204 }
    }),
} satisfies Partial<AllControlHandlers>

/** The operations of the fault rules. */
export const createFaultsHandlers = (parts: FaultsHandlerParts) => {
  const requireSound = (rule: FaultRequest): void => {
    requireSoundFault(rule)
    if (rule.operationId === undefined) return
    const [contract, operation] = operationNamed(parts.contracts, rule.operationId)
    if (rule.answer) requireExample(contract, operation, rule.answer)
  }
  return { ...createListing(parts), ...createChanges(requireSound), ...removals }
}
