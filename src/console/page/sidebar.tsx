import type { SandboxSummary } from '../../control-client/index.js'
import { NewSandbox } from './new-sandbox.js'
import { useState } from './preact.js'
import { ProblemNote } from './problem-note.js'
import { useSandbox } from './sandbox-context.js'

/** What is known of the sandboxes, and what may be done about them. */
export interface SidebarProps {
  readonly sandboxes: readonly Pick<SandboxSummary, 'name' | 'records'>[]
  readonly choose: (name: string) => void
  readonly isPartial: boolean
  readonly problem: unknown
  readonly onToken: (token: string) => void
}

/** The sandboxes of the server: one is chosen. On a narrow page they are folded. */
export const Sidebar = ({ sandboxes, choose, isPartial, problem, onToken }: SidebarProps) => {
  const { name } = useSandbox()
  const [isOpen, setOpen] = useState(false)
  const pick = (chosen: string): void => {
    setOpen(false)
    if (chosen !== name) choose(chosen)
  }
  return (
    <nav class={isOpen ? 'sandboxes open' : 'sandboxes'} aria-label="Sandboxes">
      <button class="fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Sandbox <strong>{name}</strong>
      </button>
      <div class="foldable">
        <h2>Sandboxes</h2>
        <SandboxList {...{ sandboxes, pick }} />
        <NewSandbox choose={pick} sandboxes={sandboxes.map((one) => one.name)} />
        {isPartial && <MoreSandboxes onToken={onToken} />}
        {problem !== undefined && sandboxes.length === 0 && <ProblemNote of={problem} />}
      </div>
    </nav>
  )
}

const SandboxList = ({
  sandboxes,
  pick,
}: Pick<SidebarProps, 'sandboxes'> & { readonly pick: (name: string) => void }) => {
  const { name } = useSandbox()
  return (
    <ul>
      {sandboxes.map((one) => (
        <li key={one.name}>
          <button
            aria-current={one.name === name ? 'true' : undefined}
            onClick={() => pick(one.name)}
          >
            <span class="name">{one.name}</span>
            <span class="count" title={`${one.records} records`}>
              {one.records}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

const MoreSandboxes = ({ onToken }: { readonly onToken: (token: string) => void }) => (
  <form
    class="more"
    onSubmit={(event) => {
      event.preventDefault()
      onToken(String(new FormData(event.currentTarget).get('token')).trim())
    }}
  >
    <label for="more-token">The control token shows the others</label>
    <input id="more-token" name="token" type="password" required autocomplete="off" />
    <button>Show</button>
  </form>
)
