import type { StateRecord } from '../../control-client/index.js'
import { JsonArea } from './json-area.js'
import { Modal } from './modal.js'
import { useState } from './preact.js'
import { ProblemNote } from './problem-note.js'
import { readObject } from './read-object.js'
import { useSandbox } from './sandbox-context.js'
import { useAction } from './use-action.js'

/** A record that is edited as a whole, and where it is. */
interface EditProps {
  readonly collection: string
  readonly id: string
  readonly record: StateRecord
}

/** The button and the dialog that edit a whole record as JSON. */
export const EditRecord = (edited: EditProps) => {
  const [isOpen, setOpen] = useState(false)
  const label = `Edit ${edited.collection} ${edited.id} as JSON`
  return (
    <>
      <button aria-label={label} onClick={() => setOpen(true)}>
        JSON
      </button>
      {isOpen && <EditDialog {...edited} onClose={() => setOpen(false)} />}
    </>
  )
}

const EditDialog = ({
  collection,
  id,
  record,
  onClose,
}: EditProps & { readonly onClose: () => void }) => {
  const { client } = useSandbox()
  const { run, problem, isBusy } = useAction()
  const [fault, setFault] = useState<string | undefined>(undefined)
  // What was there when the dialog was opened: nobody's typing is lost to what comes in meanwhile.
  const [text] = useState(() => JSON.stringify(record, null, 2))
  const save = async (form: FormData): Promise<void> => {
    const value = readObject(String(form.get('record')))
    setFault(typeof value === 'string' ? value : undefined)
    if (typeof value === 'string') return
    if (await run(() => client.state.put(collection, id, value), 'Saved')) onClose()
  }
  return (
    <Modal
      {...{ title: `${collection} ${id}`, action: 'Save', isBusy, onClose }}
      onSubmit={(form) => void save(form)}
    >
      <JsonArea
        {...{ label: 'Record', name: 'record', text }}
        faults={fault === undefined ? [] : [fault]}
      />
      <ProblemNote of={problem} />
    </Modal>
  )
}
