import type { CollectionSummary, StateRecord } from '../../control-client/index.js'
import { cellText, typedValue } from './cell-text.js'
import { columnsOf } from './columns-of.js'
import { Field } from './field.js'
import { JsonArea } from './json-area.js'
import { Modal } from './modal.js'
import { useState } from './preact.js'
import { ProblemNote } from './problem-note.js'
import { readObject } from './read-object.js'
import { useSandbox } from './sandbox-context.js'
import { useAction } from './use-action.js'
import { violationsOf } from './violations-of.js'

/** What a record is added to, and the records that show what one looks like. */
interface AddProps {
  readonly collection: CollectionSummary
  readonly records: readonly StateRecord[]
}

/** The button and the dialog that add a record. */
export const AddRecord = (props: AddProps) => {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button onClick={() => setOpen(true)}>Add</button>
      {isOpen && <AddDialog {...props} onClose={() => setOpen(false)} />}
    </>
  )
}

/** What was typed: members that stay empty are left out. */
const recordOf = (form: FormData, members: readonly string[], like: StateRecord): StateRecord =>
  Object.fromEntries(
    members.flatMap((member) => {
      const text = String(form.get(`member ${member}`))
      return text === '' ? [] : [[member, typedValue(text, like[member])]]
    }),
  )

const AddDialog = ({
  collection,
  records,
  onClose,
}: AddProps & { readonly onClose: () => void }) => {
  const { client } = useSandbox()
  const { run, problem, isBusy } = useAction()
  const [fault, setFault] = useState<string | undefined>(undefined)
  const { name, identity } = collection
  const like = records[0] ?? {}
  const members = columnsOf(records, identity).filter((member) => member !== identity)
  const add = async (form: FormData): Promise<void> => {
    const more = readObject(String(form.get('more')))
    setFault(typeof more === 'string' ? more : undefined)
    if (typeof more === 'string') return
    const record = { ...recordOf(form, members, like), ...more }
    if (await run(() => client.state.put(name, [record]), 'Added')) onClose()
  }
  const violations = violationsOf(problem)
  return (
    <Modal
      {...{ title: `Add to ${name}`, action: 'Add', isBusy, onClose }}
      onSubmit={(form) => void add(form)}
    >
      {members.map((member) => (
        <Field
          {...{ label: member, name: `member ${member}` }}
          placeholder={cellText(like[member])}
          faults={violations.filter((one) => one.member === member).map((one) => one.message)}
        />
      ))}
      <JsonArea
        {...{ label: 'Further members as JSON', name: 'more', text: '' }}
        {...(name === 'users' && { hint: 'For a user who logs in: { "password": "password123" }' })}
        faults={fault === undefined ? [] : [fault]}
      />
      <ProblemNote of={problem} />
    </Modal>
  )
}
