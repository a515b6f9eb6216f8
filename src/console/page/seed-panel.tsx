import { Choice, Field } from './field.js'
import { Empty } from './empty.js'
import { ConfirmButton } from './confirm-button.js'
import { ProblemNote } from './problem-note.js'
import { useSandbox } from './sandbox-context.js'
import { useAction } from './use-action.js'
import { useLoad } from './use-load.js'

/** What the sandbox begins with: generated records, and the seeds that have a name. */
export const SeedPanel = () => (
  <div class="columns">
    <Generate />
    <NamedSeeds />
  </div>
)

const Generate = () => {
  const { client, changes, notify } = useSandbox()
  const { run, problem, isBusy } = useAction()
  const collections = useLoad(() => client.state.collections(), [client, changes])
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
        <Choice label="Collection" name="collection">
          <option value="">as the contract suggests</option>
          {collections.value?.map(({ name }) => (
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

const NamedSeeds = () => {
  const { client } = useSandbox()
  const { value, problem } = useLoad(() => client.seed.list(), [client])
  return (
    <section class="card" aria-labelledby="seeds">
      <h2 id="seeds">Named seeds</h2>
      <p class="note">The sandbox is reset to a seed, and returns to it at every later reset.</p>
      <ProblemNote of={problem} />
      {value?.length === 0 && (
        <Empty>
          None. Start the server with <code>--seeds FOLDER</code>: each file is a seed.
        </Empty>
      )}
      <ul class="plain">
        {value?.map((seed) => (
          <li class="bar">
            <span>{seed}</span>
            <ConfirmButton
              {...{ label: 'Use', name: `Use ${seed}`, done: `The sandbox begins with ${seed}` }}
              {...{ question: `Begin with ${seed}?`, text: 'What the sandbox holds now is lost.' }}
              work={() => client.seed.replace(seed)}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
