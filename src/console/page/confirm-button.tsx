import { useState } from './preact.js'
import { Modal } from './modal.js'
import { ProblemNote } from './problem-note.js'
import { useAction } from './use-action.js'

/** What a button that asks first is made of. */
export interface ConfirmProps {
  readonly label: string
  /** What a screen reader says, where the label alone does not tell of what. */
  readonly name?: string
  readonly question: string
  readonly text: string
  readonly done: string
  readonly work: () => Promise<unknown>
}

/** A button that loses something, and asks before it does. */
export const ConfirmButton = ({ label, name, question, text, done, work }: ConfirmProps) => {
  const [isOpen, setOpen] = useState(false)
  const { run, problem, isBusy } = useAction()
  const submit = async () => {
    if (await run(work, done)) setOpen(false)
  }
  return (
    <>
      <button type="button" aria-label={name ?? label} onClick={() => setOpen(true)}>
        {label}
      </button>
      {isOpen && (
        <Modal
          {...{ title: question, action: label, isBusy, isDangerous: true }}
          onClose={() => setOpen(false)}
          onSubmit={() => void submit()}
        >
          <p>{text}</p>
          <ProblemNote of={problem} />
        </Modal>
      )}
    </>
  )
}
