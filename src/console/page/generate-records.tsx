import { Choice, Field } from './field.js'
import { ProblemNote } from './problem-note.js'
import { useSandbox } from './sandbox-context.js'
import { useAction } from './use-action.js'
import { useLoad } from './use-load.js'

/** Adds records that were made from the contract. */
export const GenerateRecords = () => {
  const { client, notify } = useSandbox()
  const { run, problem, isBusy } = useAction()
  const generate = (form: FormData): void => {
    const collection = String(form.get('collection'))
    const wish = { count: Number(form.get('count')), seed: Number(form.get('seed')) }
    void run(async () => {
      const made = await client.seed.generate({ ...wish, ...(collection && { collection }) })
      notify(
        `Added ${made.collections.map(({ name, records }) => `${records} ${name}`).join(', ')}`,
      )
    })
  }
  return (
    <section class="card" aria-labelledby="generate">
      <h2 id="generate">Generate records</h2>
      <p class="note">
        Realistic ones, the same for the same number. Users get the password password123.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          generate(new FormData(event.currentTarget))
        }}
      >
        <GenerateFields />
        <div class="actions">
          <button class="main" disabled={isBusy}>
            Generate
          </button>
        </div>
      </form>
      <ProblemNote of={problem} />
    </section>
  )
}

const GenerateFields = () => {
  const { client, changes } = useSandbox()
  const { value } = useLoad(() => client.state.collections(), [client, changes])
  return (
    <>
      <Choice label="Collection" name="collection">
        <option value="">as the contract suggests</option>
        {value?.map(({ name }) => (
          <option value={name}>{name}</option>
        ))}
      </Choice>
      <Field
        {...{ label: 'How many', name: 'count', type: 'number', min: 1, max: 100000 }}
        {...{ defaultValue: '10', required: true }}
      />
      <Field
        {...{ label: 'Number', name: 'seed', type: 'number', defaultValue: '1', required: true }}
      />
    </>
  )
}
