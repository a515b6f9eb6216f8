/** How large a document is for whoever walks over it. */
export interface DocumentBulk {
  /** Infinite where a value holds itself. */
  readonly depth: number
  /** Its values, each counted as often as it is reached. */
  readonly size: number
  /** Its values, each counted once. */
  readonly distinct: number
}

const depthOf = (value: unknown, left: number): number => {
  if (typeof value !== 'object' || value === null) return 0
  if (left === 0) return Infinity
  let depth = 0
  if (Array.isArray(value))
    for (const item of value) depth = Math.max(depth, depthOf(item, left - 1))
  else
    for (const key of Object.keys(value))
      depth = Math.max(depth, depthOf((value as Record<string, unknown>)[key], left - 1))
  return depth + 1
}

/** Measures a document in one walk: values that YAML aliases share are looked at once;
 * where nothing is shared, only the depth matters, and is all that is measured. */
export const bulkOf = (root: unknown, maxDepth: number, mayShare: boolean): DocumentBulk => {
  if (!mayShare) return { depth: depthOf(root, maxDepth + 1), size: 0, distinct: 0 }
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
