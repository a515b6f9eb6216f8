import type { Contract, Operation } from '../../contract/contract.js'
import type { Case } from '../case.js'
import type { Actor, Stage } from '../stage.js'
import { ownDraft } from './own-draft.js'
import { withoutKeys } from './without-keys.js'

/** A case and who sends it. */
export interface CredentialCase {
  readonly case: Case
  readonly as: Actor
}

/** True where nobody may come in without credentials that a request can carry. */
const isGuarded = ({ securitySchemes }: Contract, { security }: Operation): boolean =>
  security.length > 0 &&
  security.every((alternative) => {
    const types = Object.keys(alternative).map((name) => securitySchemes.get(name)?.type)
    return types.length > 0 && types.every((type) => type !== undefined && type !== 'mutualTLS')
  })

const intents = { nobody: 'without credentials', stranger: 'with made-up credentials' } as const

/** True for the operation that stands first at its path. */
const isFirst = ({ paths }: Contract, operation: Operation): boolean => {
  const entry = paths.find(({ template }) => template === operation.path)
  return !entry || [...entry.methods.values()][0] === operation
}

const actorsFor = (contract: Contract, operation: Operation) =>
  isFirst(contract, operation) ? (['nobody', 'stranger'] as const) : (['nobody'] as const)

/**
 * Requests of those who may not come in (V112): without credentials, and, once for each path, with made-up
 * ones: who judges credentials at all seldom does so method by method.
 */
export const credentialCases = (
  contract: Contract,
  operation: Operation,
): readonly CredentialCase[] =>
  isGuarded(contract, operation)
    ? actorsFor(contract, operation).map((as) => ({
        as,
        case: {
          id: `${operation.id} protocol ${as}`,
          operation,
          source: 'protocol',
          intent: intents[as],
          expect: { kind: 'unauthorized', rule: 'V112' },
        },
      }))
    : []

/** Sends them. */
export const sendUncredited = async (
  stage: Stage,
  cases: readonly CredentialCase[],
): Promise<void> => {
  for (const { case: one, as } of cases) {
    const { operation } = one
    const own = await ownDraft(stage, operation, { values: 'fresh', seed: one.id })
    const draft = withoutKeys(stage.contract, own.draft)
    const sent = await stage.send(one, draft, as, own.isOwn)
    // Who was let in may have changed it.
    if (sent.isSuccess) await stage.subject(operation, { fresh: true })
  }
}
