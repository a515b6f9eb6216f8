import { type ComponentChildren, useId, useLayoutEffect, useRef } from './preact.js'

/** What a dialog is made of. */
export interface ModalProps {
  readonly title: string
  readonly onClose: () => void
  /** What the button that does it says; none where there is nothing to do. */
  readonly action?: string
  readonly isDangerous?: boolean
  readonly isBusy?: boolean
  readonly onSubmit?: (form: FormData) => void
  readonly children?: ComponentChildren
}

/** A dialog above the page: the platform keeps the focus in it, Escape closes it. */
export const Modal = (props: ModalProps) => {
  const { title, onClose, action, isDangerous, isBusy, onSubmit, children } = props
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useLayoutEffect(() => {
    const opened = dialog.current
    opened?.showModal()
    return () => opened?.close()
  }, [])
  return (
    <dialog ref={dialog} aria-labelledby={heading} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit?.(new FormData(event.currentTarget))
        }}
      >
        <h2 id={heading}>{title}</h2>
        {children}
        <div class="actions">
          {action !== undefined && (
            <button type="submit" class={isDangerous ? 'danger' : 'main'} disabled={isBusy}>
              {action}
            </button>
          )}
          <button type="button" onClick={onClose}>
            {action === undefined ? 'Close' : 'Cancel'}
          </button>
        </div>
      </form>
    </dialog>
  )
}
