import { NewSandboxDialog, type NewSandboxProps } from './new-sandbox-dialog.js'
import { useState } from './preact.js'

/** The button and the dialog that make a sandbox: from the seed, a named seed, or what another one holds. */
export const NewSandbox = (props: NewSandboxProps) => {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {props.fork === undefined ? 'New sandbox' : 'Fork'}
      </button>
      {isOpen && <NewSandboxDialog {...props} onClose={() => setOpen(false)} />}
    </>
  )
}
