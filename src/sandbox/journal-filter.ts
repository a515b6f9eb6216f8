import type { JournalRecord } from './journal-record.js'

/** Which exchanges of a journal are meant; a member that is absent means all of them. */
export interface JournalFilter {
  readonly operationId?: string | undefined
  readonly method?: string | undefined
  /** `*` stands for any characters. */
  readonly path?: string | undefined
  /** `404`, or the range `4XX`. */
  readonly status?: string | undefined
  readonly violations?: boolean | undefined
  readonly unmatched?: boolean | undefined
  /** Only what has a higher number. */
  readonly after?: number | undefined
}

/** True for a text that a pattern with `*` fits, in time that grows with their lengths only. */
export const fitsPattern = (pattern: string, text: string): boolean => {
  const [head = '', ...rest] = pattern.split('*')
  const tail = rest.pop()
  if (tail === undefined) return text === head
  if (!text.startsWith(head) || !text.endsWith(tail)) return false
  const end = text.length - tail.length
  let at = head.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= end
}

const fitsStatus = (wanted: string, status: number | undefined): boolean => {
  if (status === undefined) return false
  return wanted.endsWith('XX') ? `${status}`[0] === wanted[0] : `${status}` === wanted
}

/** True for an exchange that was for something which no contract has. */
export const isUnmatched = ({ operation, refusal }: JournalRecord): boolean =>
  operation === undefined && refusal !== undefined

type Test = (record: JournalRecord) => boolean

/** The test that a filter is. */
export const matcherOf = (filter: JournalFilter): Test => {
  const { operationId, method, path, status, violations, unmatched, after } = filter
  const tests: Test[] = []
  if (operationId !== undefined) tests.push(({ operation }) => operation?.id === operationId)
  if (method !== undefined) tests.push((record) => record.method === method.toUpperCase())
  if (path !== undefined) tests.push((record) => fitsPattern(path, record.path))
  if (status !== undefined) tests.push((record) => fitsStatus(status, record.status))
  if (violations !== undefined) tests.push((record) => record.violations.length > 0 === violations)
  if (unmatched !== undefined) tests.push((record) => isUnmatched(record) === unmatched)
  if (after !== undefined) tests.push(({ number }) => number > after)
  return (record) => tests.every((test) => test(record))
}
