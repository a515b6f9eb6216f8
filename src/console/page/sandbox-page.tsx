import type { SandboxDetails } from '../../control-client/index.js'
import { ClockStrip } from './clock-strip.js'
import { ConfirmButton } from './confirm-button.js'
import { FaultsPanel } from './faults-panel.js'
import { JournalPanel } from './journal-panel.js'
import { NewSandbox } from './new-sandbox.js'
import { OutboxPanel } from './outbox-panel.js'
import { useEffect, useState } from './preact.js'
import { ProblemNote } from './problem-note.js'
import { RecordsPanel } from './records-panel.js'
import { useSandbox } from './sandbox-context.js'
import { SeedPanel } from './seed-panel.js'
import { SnapshotsPanel } from './snapshots-panel.js'
import { Tabs } from './tabs.js'
import { useJournal } from './use-journal.js'

const parts = ['records', 'journal', 'outbox', 'faults', 'snapshots', 'seed'] as const
type Part = (typeof parts)[number]

const labels: Readonly<Record<Part, string>> = {
  records: 'Records',
  journal: 'Journal',
  outbox: 'Outbox',
  faults: 'Faults',
  snapshots: 'Snapshots',
  seed: 'Seed',
}

const partIn = (hash: string): Part => parts.find((part) => `#${part}` === hash) ?? 'records'

/** The part that is shown: in the address, so that it can be kept. */
const usePart = () => {
  const [part, setPart] = useState(partIn(location.hash))
  useEffect(() => {
    const follow = (): void => setPart(partIn(location.hash))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  const choose = (id: string): void => {
    history.replaceState(null, '', `#${id}`)
    setPart(partIn(`#${id}`))
  }
  return { part, choose }
}

/** A sandbox: what can be done to the whole, its clock, and its parts. */
export const SandboxPage = ({
  details,
  choose,
  problem,
}: {
  readonly details: SandboxDetails | undefined
  readonly choose: (name: string) => void
  readonly problem: unknown
}) => {
  const view = useSandbox()
  const journal = useJournal(view)
  const { part, choose: show } = usePart()
  const counts: Readonly<Record<Part, number | undefined>> = {
    records: details?.records,
    journal: journal.entries.length,
    outbox: details?.mails,
    faults: details?.faults,
    snapshots: details?.snapshots,
    seed: undefined,
  }
  const tabs = parts.map((id) => ({
    ...{ id, label: labels[id], count: counts[id] },
    hasCount: id !== 'seed',
  }))
  return (
    <>
      <SandboxHeader details={details} choose={choose} />
      <ProblemNote of={problem} />
      <ClockStrip />
      <Tabs tabs={tabs} chosen={part} onChoose={show}>
        {part === 'records' && <RecordsPanel />}
        {part === 'journal' && <JournalPanel journal={journal} />}
        {part === 'outbox' && <OutboxPanel />}
        {part === 'faults' && <FaultsPanel />}
        {part === 'snapshots' && <SnapshotsPanel />}
        {part === 'seed' && <SeedPanel />}
      </Tabs>
    </>
  )
}

const SandboxHeader = ({
  details,
  choose,
}: {
  readonly details: SandboxDetails | undefined
  readonly choose: (name: string) => void
}) => {
  const { client, name } = useSandbox()
  return (
    <div class="heading">
      <div>
        <h1>{name}</h1>
        <p class="url">{details?.url ?? '\u00a0'}</p>
      </div>
      <div class="actions">
        <NewSandbox fork={name} sandboxes={[name]} choose={choose} />
        <ConfirmButton
          {...{ label: 'Reset', question: `Reset ${name}?`, done: `${name} is as it began` }}
          text="Records, mails, clock and the rest become what the sandbox began with."
          work={() => client.reset()}
        />
        <ConfirmButton
          {...{ label: 'Delete', question: `Delete ${name}?`, done: `${name} is gone` }}
          text="Records, snapshots, clock, faults and journal are gone for good."
          work={async () => {
            await client.sandboxes.remove(name)
            if (name !== 'default') choose('default')
          }}
        />
      </div>
    </div>
  )
}
