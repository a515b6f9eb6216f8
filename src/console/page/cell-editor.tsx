import type { StateRecord } from '../../control-client/index.js'
import { cellText, typedValue } from './cell-text.js'
import { useLayoutEffect, useRef } from './preact.js'
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

/** Saves what was typed into a cell, unless it is what was there. */
const useSave = ({ collection, id, record, member }: CellProps, onClose: () => void) => {
  const { client } = useSandbox()
  const { run, problem, isBusy } = useAction()
  const before = record[member]
  const save = async (text: string): Promise<void> => {
    if (text === cellText(before)) return onClose()
    const changed = { ...record, [member]: typedValue(text, before) }
    const isSaved = await run(() => client.state.put(collection, id, changed), 'Saved')
    if (isSaved) onClose()
  }
  return { save, problem, isBusy }
}

/** The field that a cell becomes while it is edited. */
export const CellEditor = ({ onClose, ...cell }: CellProps & { readonly onClose: () => void }) => {
  const { id, member, record } = cell
  const field = useRef<HTMLInputElement>(null)
  // Before anything else is typed: an effect would come after the next picture.
  useLayoutEffect(() => field.current?.select(), [])
  const { save, problem, isBusy } = useSave(cell, onClose)
  const faults = violationsOf(problem).filter((one) => one.member === member)
  const note = `fault-${member}`
  return (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault()
        void save(field.current?.value ?? '')
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <input
        {...{ ref: field, readOnly: isBusy, spellcheck: false }}
        defaultValue={cellText(record[member])}
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
