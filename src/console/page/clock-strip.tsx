import { Field } from './field.js'
import { Modal } from './modal.js'
import { useState } from './preact.js'
import { ProblemNote } from './problem-note.js'
import { useSandbox } from './sandbox-context.js'
import { showTime } from './show-time.js'
import { type Action, useAction } from './use-action.js'
import { useLoad } from './use-load.js'
import { useRunningTime } from './use-running-time.js'

const modes = { real: 'real time', frozen: 'frozen', offset: 'moved' }

/** The clock of the sandbox: what it shows, and what moves it. */
export const ClockStrip = () => {
  const { client, changes } = useSandbox()
  const clock = useLoad(() => client.clock.get(), [client, changes])
  const action = useAction()
  const time = useRunningTime(clock.value)
  const mode = clock.value?.mode
  const move = (work: () => Promise<unknown>, done: string) => () => void action.run(work, done)
  const hour = move(() => client.clock.advance({ hours: 1 }), 'One hour later')
  const day = move(() => client.clock.advance({ days: 1 }), 'One day later')
  const real = move(() => client.clock.useReal(), 'Real time')
  const freeze = move(() => client.clock.freeze(), 'The clock stands still')
  const shown = time === undefined ? undefined : showTime(time)
  const run = move(() => client.clock.runFrom(clock.value?.now ?? ''), 'The clock runs')
  return (
    <section class="clock" aria-label="Clock">
      <time dateTime={clock.value?.now}>{shown ?? '\u00a0'}</time>
      <span class={`badge ${mode ?? ''}`}>
        {mode === undefined ? '\u00a0' : `UTC, ${modes[mode]}`}
      </span>
      <div class="actions">
        <button onClick={hour}>+1 h</button>
        <button onClick={day}>+1 day</button>
        {mode === 'frozen' ? (
          <button onClick={run}>Run</button>
        ) : (
          <button onClick={freeze}>Freeze</button>
        )}
        <SetClock shown={shown ?? ''} />
        <button onClick={real} disabled={mode === 'real'}>
          Real time
        </button>
      </div>
      <ProblemNote of={action.problem ?? clock.problem} />
    </section>
  )
}

const SetClock = ({ shown }: { readonly shown: string }) => {
  const [isOpen, setOpen] = useState(false)
  const action = useAction()
  return (
    <>
      <button onClick={() => setOpen(true)}>Set…</button>
      {isOpen && <SetClockDialog {...{ shown, action }} onClose={() => setOpen(false)} />}
    </>
  )
}

const SetClockDialog = ({
  shown,
  action,
  onClose,
}: {
  readonly shown: string
  readonly action: Action
  readonly onClose: () => void
}) => {
  const { client } = useSandbox()
  // What the clock showed when the dialog was opened: it does not run under the hands of who types.
  const [first] = useState(shown.replace(' ', 'T'))
  const submit = async (form: FormData): Promise<void> => {
    const now = `${String(form.get('now'))}Z`.replace(/(T\d\d:\d\d)Z$/, '$1:00Z')
    const work = () =>
      form.get('frozen') === null ? client.clock.runFrom(now) : client.clock.freeze(now)
    if (await action.run(work, 'The clock is set')) onClose()
  }
  return (
    <Modal
      title="Set the clock"
      action="Set"
      onClose={onClose}
      onSubmit={(form) => void submit(form)}
    >
      <Field
        {...{ label: 'Time in UTC', name: 'now', type: 'datetime-local', step: 1, required: true }}
        defaultValue={first}
      />
      <label class="check">
        <input type="checkbox" name="frozen" /> Stands still there
      </label>
      <ProblemNote of={action.problem} />
    </Modal>
  )
}
