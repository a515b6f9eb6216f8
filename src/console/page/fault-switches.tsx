import type { Fault } from '../../control-client/index.js'
import { effectChoices, effectKey, switchOf } from './fault-effects.js'
import { type OperationListing, operationsLike } from './operation-listing.js'
import { useState } from './preact.js'
import { ProblemNote } from './problem-note.js'
import { useSandbox } from './sandbox-context.js'
import { useAction } from './use-action.js'

/** A switch for each operation: off, or what goes wrong with it. */
export const FaultSwitches = ({
  operations,
  rules,
}: {
  readonly operations: readonly OperationListing[]
  readonly rules: readonly Fault[]
}) => {
  const [text, setText] = useState('')
  const shown = operationsLike(operations, text)
  return (
    <section class="card" aria-labelledby="switches">
      <div class="bar">
        <h2 id="switches">Operations</h2>
        <input
          {...{ type: 'search', placeholder: 'Filter', 'aria-label': 'Filter the operations' }}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <ul class="switches">
        {shown.map((operation) => (
          <FaultSwitch key={`${operation.contract} ${operation.id}`} {...{ operation, rules }} />
        ))}
      </ul>
      {shown.length < operations.length && (
        <p class="note">{`${shown.length} of ${operations.length} operations`}</p>
      )}
    </section>
  )
}

const FaultSwitch = ({
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
      <select
        aria-label={`Fault of ${operationId}`}
        value={value}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <option value="">off</option>
        {choices.map(({ label, effect }) => (
          <option value={effectKey(effect)}>{label}</option>
        ))}
        {set && !choices.some(({ effect }) => effectKey(effect) === value) && (
          <option value={value}>as the rule says</option>
        )}
      </select>
      <ProblemNote of={problem} />
    </li>
  )
}
