import { FieldNote } from './field.js'
import { useId } from './preact.js'

/** A field for a JSON object. */
export const JsonArea = ({
  label,
  name,
  text,
  hint,
  faults = [],
}: {
  readonly label: string
  readonly name: string
  readonly text: string
  readonly hint?: string
  readonly faults?: readonly string[]
}) => {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        {...{ id, name, spellcheck: false, defaultValue: text }}
        rows={Math.min(20, Math.max(3, text.split('\n').length))}
        aria-invalid={faults.length > 0}
        aria-describedby={hint === undefined && faults.length === 0 ? undefined : `${id}-note`}
      />
      <FieldNote {...{ id, hint, faults }} />
    </div>
  )
}
