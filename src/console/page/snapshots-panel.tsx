import type { Snapshot } from '../../control-client/index.js'
import { Comparison } from './comparison.js'
import { ConfirmButton } from './confirm-button.js'
import { Empty } from './empty.js'
import { useState } from './preact.js'
import { ProblemNote } from './problem-note.js'
import { useSandbox } from './sandbox-context.js'
import { saveFile } from './save-file.js'
import { showTime } from './show-time.js'
import { useAction } from './use-action.js'
import { useLoad } from './use-load.js'

/** What is compared. */
interface Compared {
  readonly from: string
  /** What the sandbox holds now when absent. */
  readonly to: string | undefined
}

/** The snapshots of the sandbox: saved, compared, put back. */
export const SnapshotsPanel = () => {
  const { client, changes } = useSandbox()
  const { value, problem } = useLoad(() => client.snapshots.list(), [client, changes])
  const [compared, setCompared] = useState<Compared | undefined>(undefined)
  const names = (value ?? []).map(({ name }) => name)
  return (
    <>
      <SaveSnapshot />
      <ProblemNote of={problem} />
      {value?.length === 0 && (
        <Empty>No snapshots. Save one before a change, and compare or restore it afterwards.</Empty>
      )}
      <ul class="snapshots">
        {value?.map((snapshot) => (
          <SnapshotItem
            key={snapshot.name}
            snapshot={snapshot}
            onCompare={() => setCompared({ from: snapshot.name, to: undefined })}
          />
        ))}
      </ul>
      {compared && names.includes(compared.from) && (
        <Comparison
          {...compared}
          names={names.filter((name) => name !== compared.from)}
          onTo={(to) => setCompared({ ...compared, to })}
          onClose={() => setCompared(undefined)}
        />
      )}
    </>
  )
}

const SaveSnapshot = () => {
  const { client } = useSandbox()
  const { run, problem, isBusy } = useAction()
  return (
    <>
      <form
        class="bar"
        onSubmit={(event) => {
          event.preventDefault()
          const form = event.currentTarget
          const name = String(new FormData(form).get('name')).trim()
          void run(() => client.snapshots.save(name || undefined), 'Saved').then(
            (isSaved) => isSaved && form.reset(),
          )
        }}
      >
        <input
          {...{ name: 'name', pattern: '[a-z0-9][a-z0-9_\\-]{0,62}', autocomplete: 'off' }}
          {...{ placeholder: 'Name (optional)', 'aria-label': 'Name of the snapshot' }}
          title="Small letters, digits, - and _"
        />
        <button class="main" disabled={isBusy}>
          Save a snapshot
        </button>
        <ImportSnapshot />
      </form>
      <ProblemNote of={problem} />
    </>
  )
}

const ImportSnapshot = () => {
  const { client, notify } = useSandbox()
  const { run } = useAction()
  const read = async (file: File | undefined): Promise<void> => {
    if (!file) return
    const name = file.name.replace(/\.json$/, '').replace(/^[^a-z0-9]+|[^a-z0-9_-]+/g, '-')
    const work = async () => client.snapshots.import(name, JSON.parse(await file.text()))
    if (!(await run(work, `${name} is there`))) notify(`${file.name} is no snapshot`)
  }
  return (
    <label class="button">
      Import
      <input
        {...{ type: 'file', accept: 'application/json', class: 'unseen' }}
        onChange={(event) => void read(event.currentTarget.files?.[0])}
      />
    </label>
  )
}

const SnapshotItem = ({
  snapshot,
  onCompare,
}: {
  readonly snapshot: Snapshot
  readonly onCompare: () => void
}) => {
  const { client } = useSandbox()
  const { run } = useAction()
  const { name, createdAt, records } = snapshot
  const save = async () => saveFile(`${name}.json`, await client.snapshots.export(name))
  return (
    <li class="card">
      <div>
        <strong>{name}</strong>
        <span class="note">{`${records} records, ${showTime(createdAt)} UTC`}</span>
      </div>
      <div class="actions">
        <button onClick={onCompare} aria-label={`Compare ${name}`}>
          Compare
        </button>
        <ConfirmButton
          {...{ label: 'Restore', name: `Restore ${name}`, done: `${name} is restored` }}
          {...{ question: `Restore ${name}?`, text: 'What the sandbox holds now is lost.' }}
          work={() => client.snapshots.restore(name)}
        />
        <button onClick={() => void run(save)} aria-label={`Export ${name}`}>
          Export
        </button>
        <ConfirmButton
          {...{ label: 'Delete', name: `Delete ${name}`, done: `${name} is gone` }}
          {...{ question: `Delete ${name}?`, text: 'The sandbox itself is not touched.' }}
          work={() => client.snapshots.remove(name)}
        />
      </div>
    </li>
  )
}
