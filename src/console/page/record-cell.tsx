import type { StateRecord } from '../../control-client/index.js'
import { cellText, typedValue } from './cell-text.js'
import { useEffect, useRef, useState } from './preact.js'
import { ProblemNote } from './problem-note.js'
import { useSandbox } from './sandbox-context.js'
import { useAction } from './use-action.js'
import { violationsOf } from './violations-of.js'

/** A member of a record. */
export interface CellProps {
  readonly collection: string
  readonly id: string
  readonly record: StateRecord
  readonly member: string
}

/** A cell: a click or Enter edits it, Enter saves, Escape leaves it as it was. */
export const RecordCell = (cell: CellProps) => {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const wasOpen = useRef(false)
  useEffect(() => {
    // Whoever edited by keyboard goes on from there.
    if (wasOpen.current && !isOpen) button.current?.focus()
    wasOpen.current = isOpen
  }, [isOpen])
  const { record, member, id } = cell
  const text = cellText(record[member])
  return (
    <td>
      {isOpen ? (
        <CellEditor {...cell} onClose={() => setOpen(false)} />
      ) : (
        <button
          {...{ class: 'cell', ref: button, title: 'Edit' }}
          aria-label={`${member} of ${id}: ${text || 'empty'}`}
          onClick={() => setOpen(true)}
        >
          {text === '' ? <span class="none">–</span> : text}
        </button>
      )}
    </td>
  )
}

const CellEditor = ({
  collection,
  id,
  record,
  member,
  onClose,
}: CellProps & { readonly onClose: () => void }) => {
  const { client } = useSandbox()
  const { run, problem, isBusy } = useAction()
  const before = record[member]
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  const save = async (): Promise<void> => {
    const text = field.current?.value ?? ''
    if (text === cellText(before)) return onClose()
    const changed = { ...record, [member]: typedValue(text, before) }
    const isSaved = await run(() => client.state.put(collection, id, changed), 'Saved')
    if (isSaved) onClose()
  }
  const faults = violationsOf(problem).filter((one) => one.member === member)
  const note = `fault-${member}`
  return (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <input
        {...{ ref: field, defaultValue: cellText(before), readOnly: isBusy, spellcheck: false }}
        aria-label={`${member} of ${id}`}
        aria-invalid={problem !== undefined}
        aria-describedby={faults.length > 0 ? note : undefined}
      />
      <button class="main">Save</button>
      <button type="button" onClick={onClose}>
        Cancel
      </button>
      {faults.length > 0 ? (
        <p class="note fault" id={note} role="alert">
          {faults.map(({ message }) => message).join('; ')}
        </p>
      ) : (
        <ProblemNote of={problem} />
      )}
    </form>
  )
}
