import { Modal } from './modal.js'
import type { OperationListing } from './operation-listing.js'
import { useState } from './preact.js'
import { ProblemNote } from './problem-note.js'
import { RuleFields, ruleOf } from './rule-fields.js'
import { useSandbox } from './sandbox-context.js'
import { useAction } from './use-action.js'

/** The button and the dialog that add a rule. */
export const AddFault = ({ operations }: { readonly operations: readonly OperationListing[] }) => {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button onClick={() => setOpen(true)}>Add a rule</button>
      {isOpen && <FaultDialog operations={operations} onClose={() => setOpen(false)} />}
    </>
  )
}

const FaultDialog = ({
  operations,
  onClose,
}: {
  readonly operations: readonly OperationListing[]
  readonly onClose: () => void
}) => {
  const { client } = useSandbox()
  const { run, problem, isBusy } = useAction()
  const add = async (form: FormData): Promise<void> => {
    if (await run(() => client.faults.add(ruleOf(form)), 'The rule is set')) onClose()
  }
  return (
    <Modal
      {...{ title: 'Add a rule', action: 'Add', isBusy, onClose }}
      onSubmit={(form) => void add(form)}
    >
      <RuleFields operations={operations} />
      <ProblemNote of={problem} />
    </Modal>
  )
}
