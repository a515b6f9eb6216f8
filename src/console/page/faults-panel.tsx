import { AddFault } from './add-fault.js'
import { ConfirmButton } from './confirm-button.js'
import { Empty } from './empty.js'
import { FaultSwitches } from './fault-switches.js'
import { ProblemNote } from './problem-note.js'
import { RuleTable } from './rule-table.js'
import { useSandbox } from './sandbox-context.js'
import { Scripts } from './scripts.js'
import { useLoad } from './use-load.js'

/** What goes wrong on demand: rules in their order, a switch for each operation, scripts of answers. */
export const FaultsPanel = () => {
  const { client, changes } = useSandbox()
  const faults = useLoad(() => client.faults.list(), [client, changes])
  const listed = useLoad(() => client.operations(), [client])
  const operations = listed.value ?? []
  const rules = faults.value ?? []
  return (
    <>
      <ProblemNote of={faults.problem ?? listed.problem} />
      <section class="card" aria-labelledby="rules">
        <div class="bar">
          <h2 id="rules">Rules</h2>
          <AddFault operations={operations} />
          <ConfirmButton
            {...{
              label: 'Remove all',
              question: 'Remove all rules?',
              done: 'Nothing fails any more',
            }}
            text="Every request is answered as usual again."
            work={() => client.faults.clear()}
          />
        </div>
        {rules.length === 0 ? (
          <Empty>No rules: nothing fails. Choose a fault below, or add a rule.</Empty>
        ) : (
          <RuleTable rules={rules} />
        )}
      </section>
      <FaultSwitches operations={operations} rules={rules} />
      <Scripts operations={operations} />
    </>
  )
}
