import type { Fault } from '../../control-client/index.js'
import { AddFault } from './add-fault.js'
import { ConfirmButton } from './confirm-button.js'
import { Empty } from './empty.js'
import { effectText, whichText } from './fault-effects.js'
import { FaultSwitches } from './fault-switches.js'
import { ProblemNote } from './problem-note.js'
import { useSandbox } from './sandbox-context.js'
import { Scripts } from './scripts.js'
import { useAction } from './use-action.js'
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

const RuleTable = ({ rules }: { readonly rules: readonly Fault[] }) => {
  const { client } = useSandbox()
  const { run, problem } = useAction()
  return (
    <div
      class="scroll"
      tabIndex={0}
      role="region"
      aria-label="Rules, the first that matches counts"
    >
      <ProblemNote of={problem} />
      <table>
        <thead>
          <tr>
            <th scope="col">Requests</th>
            <th scope="col">What happens</th>
            <th scope="col">Applied</th>
            <th scope="col">
              <span class="unseen">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ id, rule, applied, matched }) => (
            <tr key={id}>
              <th scope="row">{whichText(rule)}</th>
              <td>{effectText(rule)}</td>
              <td>{`${applied} of ${matched}`}</td>
              <td class="actions">
                <button
                  aria-label={`Remove rule: ${whichText(rule)}, ${effectText(rule)}`}
                  onClick={() => void run(() => client.faults.remove(id), 'The rule is gone')}
                >
                  Remove
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
