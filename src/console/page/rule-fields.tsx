import type { FaultRule } from '../../control-client/index.js'
import { effectChoices, effectKey } from './fault-effects.js'
import { Choice, Field } from './field.js'
import type { OperationListing } from './operation-listing.js'
import { useId } from './preact.js'

/** The statuses that every rule may answer with, beside those of an operation. */
const usual = ['400', '401', '403', '404', '409', '422', '429', '500', '502', '503', '504']

/** A member with what was typed; none for nothing. */
const typed = <Name extends string, Value>(
  form: FormData,
  name: Name,
  read: (text: string) => Value,
): { readonly [_ in Name]?: Value } => {
  const text = String(form.get(name) ?? '').trim()
  return (text === '' ? {} : { [name]: read(text) }) as { readonly [_ in Name]?: Value }
}

const choices = effectChoices(usual)

/** The rule that was typed into the fields. */
export const ruleOf = (form: FormData): FaultRule => ({
  ...typed(form, 'operationId', String),
  ...typed(form, 'path', String),
  ...typed(form, 'status', String),
  ...typed(form, 'probability', (text) => Number(text) / 100),
  ...typed(form, 'skip', Number),
  ...typed(form, 'times', Number),
  ...choices.find(({ effect }) => effectKey(effect) === form.get('effect'))?.effect,
})

/** The fields of a rule: which requests, what happens to them, and how often. */
export const RuleFields = ({
  operations,
}: {
  readonly operations: readonly OperationListing[]
}) => {
  const list = useId()
  return (
    <>
      <Field {...{ label: 'Operation', name: 'operationId', list }} hint="Every one when empty." />
      <datalist id={list}>
        {operations.map(({ id }) => (
          <option value={id} />
        ))}
      </datalist>
      <Field {...{ label: 'Path', name: 'path' }} hint="* stands for any characters." />
      <Choice label="What happens" name="effect">
        {choices.map(({ label, effect }) => (
          <option value={effectKey(effect)}>{label}</option>
        ))}
      </Choice>
      <HowOften />
    </>
  )
}

const HowOften = () => (
  <div class="columns">
    <Field
      {...{ label: 'Probability in %', name: 'probability', type: 'number', min: 0, max: 100 }}
    />
    <Field {...{ label: 'Times', name: 'times', type: 'number', min: 1 }} hint="Then it ends." />
    <Field
      {...{ label: 'Skip', name: 'skip', type: 'number', min: 0 }}
      hint="So many pass first."
    />
    <Field
      {...{ label: 'Answered with', name: 'status', pattern: '[1-5]([0-9][0-9]|XX)' }}
      hint="201 or 2XX: it is carried out, only the answer is lost."
    />
  </div>
)
