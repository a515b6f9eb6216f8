/** What a list is asked for, by the values that its records have. */
export interface Wish<T> {
  readonly where: readonly ((record: T) => boolean)[]
  readonly by: readonly { readonly value: (record: T) => unknown; readonly descends: boolean }[]
  readonly page: number
  readonly size: number
}

const isMissing = (value: unknown): boolean => value === undefined || value === null

const order = (one: unknown, other: unknown): number => {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  return String(one) < String(other) ? -1 : String(one) > String(other) ? 1 : 0
}

/** Plainly: filtered, sorted (what has no value comes last), and a page of it. */
export const pageOf = <T>(records: readonly T[], { where, by, page, size }: Wish<T>) => {
  const found = records.filter((record) => where.every((holds) => holds(record)))
  const sorted = [...found].sort((one, other) => {
    for (const { value, descends } of by) {
      const [a, b] = [value(one), value(other)]
      if (isMissing(a) !== isMissing(b)) return isMissing(a) ? 1 : -1
      const sign = isMissing(a) ? 0 : order(a, b)
      if (sign !== 0) return descends ? -sign : sign
    }
    return 0
  })
  return { total: found.length, records: sorted.slice((page - 1) * size, page * size) }
}

/** The keys of `-name,budget`, each with its value in a record. */
export const keysOf = <T extends object>(sort: string): Wish<T>['by'] =>
  sort
    .split(',')
    .filter((word) => word !== '')
    .map((word) => ({
      value: (record: T) => (record as Record<string, unknown>)[word.replace(/^-/, '')],
      descends: word.startsWith('-'),
    }))

/** A query string of what is wished; the items of a list with commas between them. */
export const queryOf = (values: Readonly<Record<string, unknown>>): string =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${[value].flat().map(String).map(encodeURIComponent).join()}`)
    .join('&')
