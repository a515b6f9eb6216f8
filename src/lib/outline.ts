/** What a node of a text is. A mapping's children are keys and values by turns. */
export type NodeKind = 'scalar' | 'sequence' | 'mapping'

/** Where the values of a JSON or YAML text stand: its nodes in the order of the text. */
export interface Outline {
  readonly kinds: readonly NodeKind[]
  /** The offset at which each node begins. */
  readonly starts: readonly number[]
  /** The number of the first node behind each node and its children. */
  readonly ends: readonly number[]
  /** The text of each node that is a key. */
  readonly names: readonly (string | undefined)[]
  /** For each alias, the node that it stands for. */
  readonly targets: ReadonlyMap<number, number>
}

const itemOf = ({ ends }: Outline, node: number, token: string): number | undefined => {
  let item = node + 1
  for (let left = Number(token); left > 0 && item < (ends[node] as number); left--)
    item = ends[item] as number
  return item < (ends[node] as number) ? item : undefined
}

/** Of two keys with one name the last counts. */
const memberOf = ({ ends, names }: Outline, node: number, token: string): number | undefined => {
  let found: number | undefined
  for (let key = node + 1; key < (ends[node] as number);) {
    const value = ends[key] as number
    if (names[key] === token) found = value
    key = ends[value] as number
  }
  return found
}

/** The offset of the value that tokens of a JSON pointer lead to; of the nearest parent when it is not there. */
export const offsetOf = (outline: Outline, tokens: readonly string[]): number => {
  let node = 0
  let offset = outline.starts[0] ?? 0
  for (const token of tokens) {
    const holder = outline.targets.get(node) ?? node
    const kind = outline.kinds[holder]
    const child =
      kind === 'mapping'
        ? memberOf(outline, holder, token)
        : kind === 'sequence'
          ? itemOf(outline, holder, token)
          : undefined
    if (child === undefined) return offset
    node = child
    offset = outline.starts[child] as number
  }
  return offset
}

/** Collects the nodes of a text as a parser meets them. */
export class OutlineBuilder implements Outline {
  readonly kinds: NodeKind[] = []
  readonly starts: number[] = []
  readonly ends: number[] = []
  readonly names: (string | undefined)[] = []
  readonly targets = new Map<number, number>()
  /** The open nodes, and of each how many children it has. */
  readonly #open: { readonly node: number; count: number; key: string | undefined }[] = []

  /** Whether the next node is a key. */
  get isAtKey(): boolean {
    const holder = this.#open.at(-1)
    return holder !== undefined && this.kinds[holder.node] === 'mapping' && holder.count % 2 === 0
  }

  /** The tokens of the JSON pointer to the value that was read last. */
  get path(): readonly string[] {
    return this.#open.map(({ node, count, key }) =>
      this.kinds[node] === 'mapping' ? (key ?? '') : String(count - 1),
    )
  }

  /** Notes a node and returns its number; `name` is its text when it is a key. */
  add(kind: NodeKind, start: number, name?: string): number {
    const holder = this.#open.at(-1)
    if (holder && this.isAtKey) holder.key = name
    if (holder) holder.count++
    const node = this.kinds.push(kind) - 1
    this.starts.push(start)
    this.ends.push(node + 1)
    this.names.push(name)
    if (kind !== 'scalar') this.#open.push({ node, count: 0, key: undefined })
    return node
  }

  /** Ends the innermost open node. */
  close(): void {
    const holder = this.#open.pop()
    if (holder) this.ends[holder.node] = this.kinds.length
  }
}
