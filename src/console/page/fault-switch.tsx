import type { Fault } from '../../control-client/index.js'
import { type EffectChoice, effectChoices, effectKey, switchOf } from './fault-effects.js'
import type { OperationListing } from './operation-listing.js'
import { ProblemNote } from './problem-note.js'
import { useSandbox } from './sandbox-context.js'
import { useAction } from './use-action.js'

/** An operation, and what goes wrong with all of its requests. */
export const FaultSwitch = ({
  operation,
  rules,
}: {
  readonly operation: OperationListing
  readonly rules: readonly Fault[]
}) => {
  const { client } = useSandbox()
  const { run, problem } = useAction()
  const { id: operationId, method, path, statuses } = operation
  const set = switchOf(rules, operationId)
  const choices = effectChoices(statuses)
  const value = set ? effectKey(set.rule) : ''
  const choose = (key: string): void => {
    const chosen = choices.find(({ effect }) => effectKey(effect) === key)
    const rule = { operationId, ...chosen?.effect }
    if (!chosen) void run(async () => set && client.faults.remove(set.id), 'Answers as usual')
    else if (set) void run(() => client.faults.replace(set.id, rule), chosen.label)
    else void run(() => client.faults.add(rule), chosen.label)
  }
  return (
    <li class={set ? 'on' : undefined}>
      <span class={`method ${method.toLowerCase()}`}>{method}</span>
      <span class="path">
        {path}
        <span class="note">{operationId}</span>
      </span>
      <EffectSelect name={`Fault of ${operationId}`} {...{ value, choices }} onChoose={choose} />
      <ProblemNote of={problem} />
    </li>
  )
}

const EffectSelect = ({
  name,
  value,
  choices,
  onChoose,
}: {
  /** What a screen reader says. */
  readonly name: string
  /** The key of the effect; nothing when none is set. */
  readonly value: string
  readonly choices: readonly EffectChoice[]
  readonly onChoose: (key: string) => void
}) => (
  <select aria-label={name} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
    <option value="">off</option>
    {choices.map(({ label, effect }) => (
      <option value={effectKey(effect)}>{label}</option>
    ))}
    {value !== '' && !choices.some(({ effect }) => effectKey(effect) === value) && (
      <option value={value}>as the rule says</option>
    )}
  </select>
)
