/** How large a document is for whoever walks over it. */
export interface DocumentBulk {
  /** Infinite where a value holds itself. */
  readonly depth: number
  /** Its values, each counted as often as it is reached. */
  readonly size: number
  /** Its values, each counted once. */
  readonly distinct: number
}

/** Measures a document in one walk: values that YAML aliases share are looked at once. */
export const bulkOf = (root: unknown, maxDepth: number): DocumentBulk => {
  const known = new Map<object, { readonly depth: number; readonly size: number } | undefined>()
  let distinct = 0
  const measure = (value: unknown, above: number): { depth: number; size: number } => {
    if (typeof value !== 'object' || value === null) {
      distinct++
      return { depth: 0, size: 1 }
    }
    // No value yet: it is being measured, and holds itself.
    if (known.has(value)) return known.get(value) ?? { depth: Infinity, size: Infinity }
    if (above > maxDepth) return { depth: Infinity, size: Infinity }
    known.set(value, undefined)
    distinct++
    let depth = 0
    let size = 1
    for (const child of Object.values(value)) {
      const bulk = measure(child, above + 1)
      depth = Math.max(depth, bulk.depth + 1)
      size += bulk.size
    }
    known.set(value, { depth, size })
    return { depth, size }
  }
  return { ...measure(root, 0), distinct }
}
