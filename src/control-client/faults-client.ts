import type { components } from '../generated/control.js'
import type { ControlCall } from './control-call.js'

/** A fault rule as it is set: which requests, how often, and what happens to them. */
export type FaultRule<Operation extends string = string> = Omit<
  Partial<components['schemas']['FaultRequest']>,
  'operationId'
> & { readonly operationId?: Operation }

/** A fault rule of a sandbox, with its counters. */
export type Fault = components['schemas']['Fault']

/** The fault rules of a sandbox: the first that matches a request is applied. */
export interface FaultsClient<Operation extends string = string> {
  readonly list: () => Promise<readonly Fault[]>
  /** Adds a rule after those that there are. */
  readonly add: (rule: FaultRule<Operation>) => Promise<Fault>
  /** Sets the rule with this id, which keeps its place if it was there. */
  readonly replace: (id: string, rule: FaultRule<Operation>) => Promise<Fault>
  readonly remove: (id: string) => Promise<void>
  /** Removes all. */
  readonly clear: () => Promise<void>
}

/** The methods of fault rules. */
export const createFaultsClient = <Operation extends string>(
  call: ControlCall,
): FaultsClient<Operation> => ({
  list: async () => (await call('listFaults')).faults,
  add: (rule) => call('addFault', { body: { probability: 1, ...rule } }),
  replace: (id, rule) => call('replaceFault', { path: { id }, body: { probability: 1, ...rule } }),
  remove: (id) => call('deleteFault', { path: { id } }),
  clear: () => call('clearFaults'),
})

/** One answer of a script: an answer, its status alone, a broken connection, or the usual answer. */
export type ScriptedAnswer = components['schemas']['ScriptedAnswer']

/** The answers that are still to be given for an operation. */
export type Script = components['schemas']['Script']

/** Answers that are set for the next requests of an operation. */
export interface ScriptsClient<Operation extends string = string> {
  readonly list: () => Promise<readonly Script[]>
  /** Sets the next answers, in order; a number is short for an answer with this status. */
  readonly set: (
    operationId: Operation,
    answers: readonly (ScriptedAnswer | number)[],
  ) => Promise<Script>
  /** Answers the operation as usual again. */
  readonly remove: (operationId: Operation) => Promise<void>
}

/** The methods of scripts. */
export const createScriptsClient = <Operation extends string>(
  call: ControlCall,
): ScriptsClient<Operation> => ({
  list: async () => (await call('listScripts')).scripts,
  set: (operationId, answers) =>
    call('setScript', {
      path: { operationId },
      body: { answers: answers.map((one) => (typeof one === 'number' ? { status: one } : one)) },
    }),
  remove: (operationId) => call('deleteScript', { path: { operationId } }),
})
