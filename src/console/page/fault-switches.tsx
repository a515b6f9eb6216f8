import type { Fault } from '../../control-client/index.js'
import { FaultSwitch } from './fault-switch.js'
import { type OperationListing, operationsLike } from './operation-listing.js'
import { useState } from './preact.js'

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
