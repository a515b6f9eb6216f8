import { type ComponentChildren, useEffect, useState } from './preact.js'

/** So many are shown at once. */
const size = 100

/** What is shown of a long list. */
export interface PortionProps<Item> {
  readonly items: readonly Item[]
  /** What they are called: "Show more of 300 records". */
  readonly name: string
  /** Another value begins with the first ones again. */
  readonly of: string
  readonly children: (shown: readonly Item[]) => ComponentChildren
}

/** The first of many things, and a button that shows more: a page of thousands is slow. */
export const Portion = <Item,>({ items, name, of, children }: PortionProps<Item>) => {
  const [most, setMost] = useState(size)
  useEffect(() => setMost(size), [of])
  return (
    <>
      {children(items.slice(0, most))}
      {items.length > most && (
        <button onClick={() => setMost(most + size)}>
          {`Show more of ${items.length} ${name}`}
        </button>
      )}
    </>
  )
}
