import { type CellProps, CellEditor } from './cell-editor.js'
import { cellText } from './cell-text.js'
import { useLayoutEffect, useRef, useState } from './preact.js'

/** A cell: a click or Enter edits it, Enter saves, Escape leaves it as it was. */
export const RecordCell = (cell: CellProps) => {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const wasOpen = useRef(false)
  useLayoutEffect(() => {
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
