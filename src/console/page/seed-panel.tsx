import { ConfirmButton } from './confirm-button.js'
import { Empty } from './empty.js'
import { GenerateRecords } from './generate-records.js'
import { ProblemNote } from './problem-note.js'
import { useSandbox } from './sandbox-context.js'
import { useLoad } from './use-load.js'

/** What the sandbox begins with: generated records, and the seeds that have a name. */
export const SeedPanel = () => (
  <div class="columns">
    <GenerateRecords />
    <NamedSeeds />
  </div>
)

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
