import type { Inference, Resource, Role } from '../../resources/resource-model.js'
import type { Case } from '../case.js'
import { parameterOf } from '../request-draft.js'
import type { RuleId } from '../rules.js'
import { isNested, mainOf, type ResourceOperations } from './resource-operations.js'

/** The steps of a story, in their order. */
export type Step = keyof typeof steps

interface StepRow {
  /** Of which operation it is, the first that there is; a story without any lacks the step. */
  readonly roles: readonly Role[]
  /** Which other operations it cannot do without. */
  readonly needs?: readonly Role[]
  /** Where the operation cannot show it, the step is left out. */
  readonly applies?: (main: Inference, resource: Resource) => boolean
  readonly rule: RuleId
  readonly intent: string
}

/** Who changes it may say which version was seen (RFC 9110 §13.1.1). */
export const isConditional = ({ operation }: Inference): boolean =>
  parameterOf(operation, 'header', 'If-Match') !== undefined ||
  operation.responses.some(({ key }) => key === '412')

const steps = {
  create: { roles: ['create', 'upsert'], rule: 'V120', intent: 'a new one is created' },
  read: { roles: ['read'], rule: 'V120', intent: 'what was created can be read' },
  location: { roles: ['create'], rule: 'V120', intent: 'Location leads to what was created' },
  written: { roles: ['read'], rule: 'V121', intent: 'what was created is read as it was written' },
  list: { roles: ['list'], rule: 'V126', intent: 'what was created is listed' },
  apart: {
    ...{ roles: ['list'], rule: 'V126', intent: 'what lies below another parent is not listed' },
    applies: (main, resource) => isNested(resource, main),
  },
  'refused-create': {
    roles: ['create'],
    needs: ['list'],
    rule: 'V123',
    intent: 'an invalid creation creates nothing',
  },
  replace: { roles: ['replace', 'upsert'], rule: 'V121', intent: 'what was put is read' },
  'put-again': { roles: ['replace', 'upsert'], rule: 'V125', intent: 'the same PUT again' },
  stale: {
    ...{ roles: ['replace', 'merge'], rule: 'V124', intent: 'an ETag of before is refused' },
    applies: isConditional,
  },
  merge: { roles: ['merge'], rule: 'V121', intent: 'the member that was changed is read' },
  kept: { roles: ['merge'], rule: 'V124', intent: 'members that were not named stay' },
  'refused-replace': {
    ...{ roles: ['replace', 'upsert'], needs: ['read'], rule: 'V123' },
    intent: 'an invalid PUT changes nothing',
  },
  'refused-merge': {
    ...{ roles: ['merge'], needs: ['read'], rule: 'V123' },
    intent: 'an invalid change changes nothing',
  },
  foreign: { roles: ['read'], rule: 'V112', intent: 'another user cannot read it' },
  delete: { roles: ['delete'], rule: 'V122', intent: 'it is deleted' },
  gone: { roles: ['read'], needs: ['delete'], rule: 'V122', intent: 'what was deleted is gone' },
  unlisted: {
    roles: ['list'],
    needs: ['delete'],
    rule: 'V122',
    intent: 'what was deleted is not listed',
  },
  'delete-again': { roles: ['delete'], rule: 'V125', intent: 'the same DELETE again' },
  'write-gone': {
    roles: ['merge', 'replace'],
    needs: ['delete'],
    rule: 'V122',
    intent: 'what was deleted cannot be changed',
  },
} as const satisfies Record<string, StepRow>

/** The cases of a story by step, so far as the resource has the operations for them. */
export const storyCases = (
  resource: Resource,
  operations: ResourceOperations,
): ReadonlyMap<Step, Case> => {
  const found = new Map<Step, Case>()
  for (const [step, row] of Object.entries(steps) as [Step, StepRow][]) {
    const main = row.roles.map((role) => mainOf(operations, role, resource)).find(Boolean)
    if (!main || row.needs?.some((role) => !operations.has(role))) continue
    if (row.applies?.(main, resource) === false) continue
    found.set(step, {
      id: `${resource.name} lifecycle ${step}`,
      operation: main.operation,
      source: 'lifecycle',
      intent: `${resource.name}: ${row.intent}`,
      expect: { kind: 'any', rule: row.rule },
    })
  }
  return found
}
