import type { SandboxWish } from '../../control-client/index.js'
import { Choice, Field } from './field.js'
import { Modal } from './modal.js'
import { useState } from './preact.js'
import { ProblemNote } from './problem-note.js'
import { useSandbox } from './sandbox-context.js'
import { useAction } from './use-action.js'
import { useLoad } from './use-load.js'

/** What a sandbox may begin with, by the value of the choice. */
const originOf = (value: string): SandboxWish['from'] => {
  const mark = value.indexOf(':')
  const [kind, name] = [value.slice(0, mark), value.slice(mark + 1)]
  if (kind === 'fork') return { sandbox: name }
  return kind === 'seed' ? { seed: name } : undefined
}

/** The button and the dialog that make a sandbox: from the seed, a named seed, or what another one holds. */
export const NewSandbox = ({
  choose,
  sandboxes,
  fork,
}: {
  readonly choose: (name: string) => void
  readonly sandboxes: readonly string[]
  /** The sandbox to begin with; the seed when absent. */
  readonly fork?: string
}) => {
  const { client, notify } = useSandbox()
  const [isOpen, setOpen] = useState(false)
  const { run, problem, isBusy, forget } = useAction()
  const seeds = useLoad(async () => (isOpen ? client.seed.list() : []), [client, isOpen])
  const create = async (form: FormData): Promise<void> => {
    const name = String(form.get('name')).trim()
    const from = originOf(String(form.get('from')))
    await run(async () => {
      const made = await client.sandboxes.create({ ...(name && { name }), ...(from && { from }) })
      setOpen(false)
      choose(made.name)
      notify(`Sandbox ${made.name} is there`)
    })
  }
  const open = (): void => {
    forget()
    setOpen(true)
  }
  return (
    <>
      <button type="button" onClick={open}>
        {fork === undefined ? 'New sandbox' : 'Fork'}
      </button>
      {isOpen && (
        <Modal
          title={fork === undefined ? 'New sandbox' : `Fork of ${fork}`}
          {...{ action: 'Create', isBusy, onClose: () => setOpen(false) }}
          onSubmit={(form) => void create(form)}
        >
          <Field
            {...{ label: 'Name', name: 'name', pattern: '[a-z0-9][a-z0-9_\\-]{0,62}' }}
            hint="Small letters, digits, - and _. Without one it gets a name that nobody can guess."
          />
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
          <ProblemNote of={problem} />
        </Modal>
      )}
    </>
  )
}
