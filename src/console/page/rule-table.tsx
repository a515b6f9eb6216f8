import type { Fault } from '../../control-client/index.js'
import { effectText, whichText } from './fault-effects.js'
import { ProblemNote } from './problem-note.js'
import { useSandbox } from './sandbox-context.js'
import { useAction } from './use-action.js'

/** The rules in their order, with what they did so far. */
export const RuleTable = ({ rules }: { readonly rules: readonly Fault[] }) => {
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
          {rules.map((fault) => (
            <RuleRow
              key={fault.id}
              fault={fault}
              onRemove={() => void run(() => client.faults.remove(fault.id), 'The rule is gone')}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const RuleRow = ({
  fault: { rule, applied, matched },
  onRemove,
}: {
  readonly fault: Fault
  readonly onRemove: () => void
}) => (
  <tr>
    <th scope="row">{whichText(rule)}</th>
    <td>{effectText(rule)}</td>
    <td>{`${applied} of ${matched}`}</td>
    <td class="actions">
      <button
        aria-label={`Remove rule: ${whichText(rule)}, ${effectText(rule)}`}
        onClick={onRemove}
      >
        Remove
      </button>
    </td>
  </tr>
)
