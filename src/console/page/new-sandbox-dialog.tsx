import type { SandboxWish } from '../../control-client/index.js'
import { Choice, Field } from './field.js'
import { Modal } from './modal.js'
import { ProblemNote } from './problem-note.js'
import { useSandbox } from './sandbox-context.js'
import { useAction } from './use-action.js'
import { useLoad } from './use-load.js'

/** Where a sandbox may come from, and who shows it. */
export interface NewSandboxProps {
  readonly choose: (name: string) => void
  readonly sandboxes: readonly string[]
  /** The sandbox to begin with; the seed when absent. */
  readonly fork?: string
}

/** What a sandbox may begin with, by the value of the choice. */
const originOf = (value: string): SandboxWish['from'] => {
  const mark = value.indexOf(':')
  const [kind, name] = [value.slice(0, mark), value.slice(mark + 1)]
  if (kind === 'fork') return { sandbox: name }
  return kind === 'seed' ? { seed: name } : undefined
}

/** Asks for the name of a sandbox and for what it begins with, makes it and shows it. */
export const NewSandboxDialog = ({
  choose,
  sandboxes,
  fork,
  onClose,
}: NewSandboxProps & { readonly onClose: () => void }) => {
  const { client, notify } = useSandbox()
  const { run, problem, isBusy } = useAction()
  const create = async (form: FormData): Promise<void> => {
    const name = String(form.get('name')).trim()
    const from = originOf(String(form.get('from')))
    await run(async () => {
      const made = await client.sandboxes.create({ ...(name && { name }), ...(from && { from }) })
      onClose()
      choose(made.name)
      notify(`Sandbox ${made.name} is there`)
    })
  }
  return (
    <Modal
      title={fork === undefined ? 'New sandbox' : `Fork of ${fork}`}
      {...{ action: 'Create', isBusy, onClose }}
      onSubmit={(form) => void create(form)}
    >
      <Field
        {...{ label: 'Name', name: 'name', pattern: '[a-z0-9][a-z0-9_\\-]{0,62}' }}
        hint="Small letters, digits, - and _. Without one it gets a name that nobody can guess."
      />
      <OriginChoice {...{ sandboxes, fork }} />
      <ProblemNote of={problem} />
    </Modal>
  )
}

const OriginChoice = ({
  sandboxes,
  fork,
}: {
  readonly sandboxes: readonly string[]
  readonly fork: string | undefined
}) => {
  const { client } = useSandbox()
  const seeds = useLoad(() => client.seed.list(), [client])
  return (
    <Choice label="Begins with" name="from" defaultValue={fork && `fork:${fork}`}>
      <option value="">the seed of the server</option>
      {(seeds.value ?? []).map((seed) => (
        <option value={`seed:${seed}`}>the seed {seed}</option>
      ))}
      {sandboxes.map((one) => (
        <option value={`fork:${one}`} selected={one === fork}>
          what {one} holds now
        </option>
      ))}
    </Choice>
  )
}
