import type { ScriptedAnswer } from '../../control-client/index.js'
import type { OperationListing } from './operation-listing.js'
import { ProblemNote } from './problem-note.js'
import { useSandbox } from './sandbox-context.js'
import { useAction } from './use-action.js'

const answersOf = (text: string): readonly ScriptedAnswer[] =>
  text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word): ScriptedAnswer => {
      if (word === 'usual') return {}
      return word === 'reset' || word === 'empty' ? { connection: word } : { status: Number(word) }
    })

/** Says the next answers of an operation. */
export const ScriptForm = ({
  operations,
}: {
  readonly operations: readonly OperationListing[]
}) => {
  const { client } = useSandbox()
  const { run, problem } = useAction()
  const set = (form: HTMLFormElement): void => {
    const data = new FormData(form)
    const [id, answers] = [String(data.get('operationId')), String(data.get('answers'))]
    const work = () => client.scripts.set(id, answersOf(answers))
    void run(work, 'The next answers are set').then((isSet) => isSet && form.reset())
  }
  return (
    <>
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
        <AnswersField />
        <button>Set</button>
      </form>
      <ProblemNote of={problem} />
    </>
  )
}

const AnswersField = () => (
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
)
