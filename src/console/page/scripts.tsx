import type { Script, ScriptedAnswer } from '../../control-client/index.js'
import type { OperationListing } from './operation-listing.js'
import { ProblemNote } from './problem-note.js'
import { useSandbox } from './sandbox-context.js'
import { useAction } from './use-action.js'
import { useLoad } from './use-load.js'

const answersOf = (text: string): readonly ScriptedAnswer[] =>
  text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word): ScriptedAnswer => {
      if (word === 'usual') return {}
      return word === 'reset' || word === 'empty' ? { connection: word } : { status: Number(word) }
    })

const shown = ({ status, answer, connection }: ScriptedAnswer): string =>
  String(status ?? answer?.status ?? connection ?? 'usual')

/** The next answers of an operation, in order; then it answers as usual. */
export const Scripts = ({ operations }: { readonly operations: readonly OperationListing[] }) => {
  const { client, changes } = useSandbox()
  const { value, problem } = useLoad(() => client.scripts.list(), [client, changes])
  const action = useAction()
  const set = (form: HTMLFormElement): void => {
    const data = new FormData(form)
    const [id, answers] = [String(data.get('operationId')), String(data.get('answers'))]
    const work = () => client.scripts.set(id, answersOf(answers))
    void action.run(work, 'The next answers are set').then((isSet) => isSet && form.reset())
  }
  return (
    <section class="card" aria-labelledby="scripts">
      <h2 id="scripts">Next answers</h2>
      <form
        class="bar"
        onSubmit={(event) => {
          event.preventDefault()
          set(event.currentTarget)
        }}
      >
        <select name="operationId" aria-label="Operation of the next answers" required>
          {operations.map(({ id }) => (
            <option value={id}>{id}</option>
          ))}
        </select>
        <input
          {...{
            name: 'answers',
            required: true,
            placeholder: '503, 503, usual',
            autocomplete: 'off',
          }}
          pattern="\s*([2-5]\d\d|usual|reset|empty)([\s,]+([2-5]\d\d|usual|reset|empty))*[\s,]*"
          aria-label="Answers in order: statuses, usual, reset or empty"
          title="Statuses, usual, reset or empty: 503, 503, usual"
        />
        <button>Set</button>
      </form>
      <ProblemNote of={action.problem ?? problem} />
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
