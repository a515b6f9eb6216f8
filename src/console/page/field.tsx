import {
  type ComponentChildren,
  type InputHTMLAttributes,
  type SelectHTMLAttributes,
  useId,
} from './preact.js'

/** A field with its label and what is wrong with it. */
export const Field = ({
  label,
  hint,
  faults = [],
  ...input
}: {
  readonly label: string
  readonly hint?: string | undefined
  readonly faults?: readonly string[]
} & InputHTMLAttributes<HTMLInputElement>) => {
  const id = useId()
  const note = [hint, ...faults].filter((text) => text !== undefined).join(' ')
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...{ id, spellcheck: false, autocomplete: 'off', ...input }}
        aria-describedby={note === '' ? undefined : `${id}-note`}
        aria-invalid={faults.length > 0}
      />
      <FieldNote {...{ id, hint, faults }} />
    </div>
  )
}

/** The same for a choice. */
export const Choice = ({
  label,
  children,
  ...select
}: {
  readonly label: string
  readonly children: ComponentChildren
} & SelectHTMLAttributes<HTMLSelectElement>) => {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} {...select}>
        {children}
      </select>
    </div>
  )
}

/** What stands below a field. */
export const FieldNote = ({
  id,
  hint,
  faults = [],
}: {
  readonly id: string
  readonly hint?: string | undefined
  readonly faults?: readonly string[]
}) =>
  hint === undefined && faults.length === 0 ? null : (
    <p class={faults.length > 0 ? 'note fault' : 'note'} id={`${id}-note`}>
      {faults.length > 0 ? faults.join('; ') : hint}
    </p>
  )
