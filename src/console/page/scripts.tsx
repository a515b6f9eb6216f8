import type { Script, ScriptedAnswer } from '../../control-client/index.js'
import type { OperationListing } from './operation-listing.js'
import { ProblemNote } from './problem-note.js'
import { ScriptForm } from './script-form.js'
import { useSandbox } from './sandbox-context.js'
import { useAction } from './use-action.js'
import { useLoad } from './use-load.js'

const shown = ({ status, answer, connection }: ScriptedAnswer): string =>
  String(status ?? answer?.status ?? connection ?? 'usual')

/** The next answers of an operation, in order; then it answers as usual. */
export const Scripts = ({ operations }: { readonly operations: readonly OperationListing[] }) => {
  const { client, changes } = useSandbox()
  const { value, problem } = useLoad(() => client.scripts.list(), [client, changes])
  return (
    <section class="card" aria-labelledby="scripts">
      <h2 id="scripts">Next answers</h2>
      <ScriptForm operations={operations} />
      <ProblemNote of={problem} />
      <ul class="plain">
        {value?.map((script) => (
          <ScriptItem key={script.operationId} script={script} />
        ))}
      </ul>
    </section>
  )
}

const ScriptItem = ({ script: { operationId, answers } }: { readonly script: Script }) => {
  const { client } = useSandbox()
  const { run } = useAction()
  return (
    <li class="bar">
      <code>{operationId}</code>
      <span>{answers.map(shown).join(', ')}, then as usual</span>
      <button
        aria-label={`Remove the next answers of ${operationId}`}
        onClick={() => void run(() => client.scripts.remove(operationId), 'Answers as usual')}
      >
        Remove
      </button>
    </li>
  )
}
