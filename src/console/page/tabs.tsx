import { type ComponentChildren, useRef } from './preact.js'

/** A part of the page that is chosen by its name. */
export interface Tab {
  readonly id: string
  readonly label: string
  /** True where it is said how many things are in it: the place is kept until they are known. */
  readonly hasCount: boolean
  readonly count?: number | undefined
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 }

/** The tabs, and what the chosen one shows. */
export interface TabsProps {
  readonly tabs: readonly Tab[]
  readonly chosen: string
  readonly onChoose: (id: string) => void
  readonly children: ComponentChildren
}

/** Tabs as the ARIA practices have them: one is in the order of focus, arrows go to the others. */
export const Tabs = ({ tabs, chosen, onChoose, children }: TabsProps) => {
  const list = useRef<HTMLDivElement>(null)
  const at = tabs.findIndex(({ id }) => id === chosen)
  const go = (event: KeyboardEvent): void => {
    const ends: Readonly<Record<string, number>> = { Home: 0, End: tabs.length - 1 }
    const step = steps[event.key]
    const next = step === undefined ? ends[event.key] : (at + step + tabs.length) % tabs.length
    if (next === undefined) return
    event.preventDefault()
    onChoose((tabs[next] as Tab).id)
    list.current?.querySelectorAll('button')[next]?.focus()
  }
  return (
    <>
      <div class="tabs" role="tablist" aria-label="Parts of the sandbox" ref={list} onKeyDown={go}>
        {tabs.map(({ id, label, hasCount, count }) => (
          <button
            {...{ type: 'button', role: 'tab', id: `tab-${id}` }}
            aria-selected={id === chosen}
            aria-controls="panel"
            tabIndex={id === chosen ? 0 : -1}
            onClick={() => onChoose(id)}
          >
            {label}
            {hasCount && <span class="count">{count}</span>}
          </button>
        ))}
      </div>
      <div class="panel" role="tabpanel" id="panel" aria-labelledby={`tab-${chosen}`}>
        {children}
      </div>
    </>
  )
}
