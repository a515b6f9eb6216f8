import { SetupError } from '../../errors.js'
import { nearest } from '../../lib/nearest.js'
import { flagOf, type OptionName, type OptionValues } from '../../options.js'
import { reportFormats, type ReportFormat } from '../../verify/report/report-format.js'
import { ruleIds, type RuleId } from '../../verify/rules.js'
import type { Shard } from '../../verify/shard.js'
import { minCoverageOf, type MinCoverage } from '../min-coverage.js'

/** What the options of `verify` say, read. */
export interface VerifyWishes {
  readonly reports: readonly { readonly format: ReportFormat; readonly file: string }[]
  readonly shard: Shard | undefined
  /** Least percents of coverage. */
  readonly least: MinCoverage
  readonly skipped: ReadonlySet<RuleId>
}

const invalid = (name: OptionName, text: string, wanted: string): SetupError =>
  new SetupError(
    'option-invalid',
    `${flagOf(name)} cannot be ${JSON.stringify(text)}: it takes ${wanted}.`,
  )

/** One of several words, or a refusal that names the nearest. */
const oneOf = <T extends string>(
  name: OptionName,
  word: string,
  words: readonly T[],
  what: string,
): T => {
  const found = words.find((one) => one === word)
  if (found !== undefined) return found
  const near = nearest(word, words)
  const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''
  throw new SetupError(
    'option-invalid',
    `${flagOf(name)}: there is no ${what} ${word}.${hint} There are ${words.join(', ')}.`,
  )
}

/** The two sides of `NAME=VALUE`. */
const pairOf = (name: OptionName, text: string, wanted: string): readonly [string, string] => {
  const at = text.indexOf('=')
  if (at < 1 || at === text.length - 1) throw invalid(name, text, wanted)
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}

const readReport = (text: string) => {
  const [format, file] = pairOf('report', text, 'FORMAT=FILE, such as junit=report.xml')
  return { format: oneOf('report', format, reportFormats, 'format'), file }
}

const readShard = (text: string): Shard => {
  const [, first, last] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []
  const shard = { index: Number(first), count: Number(last) }
  if (!(shard.index >= 1 && shard.index <= shard.count))
    throw invalid('shard', text, 'I/N with I from 1 to N, such as 2/5')
  return shard
}

/**
 * A whole number that an option says.
 * @throws SetupError `option-invalid`.
 */
export const wholeNumber = (name: OptionName, text: string, least: number): number => {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN
  if (number >= least) return number
  throw invalid(name, text, `a whole number from ${least} on`)
}

/**
 * Reads the options of `verify` that have a grammar of their own.
 * @throws SetupError `option-invalid`, with the nearest name where one is wrong.
 */
export const readWishes = (values: OptionValues): VerifyWishes => ({
  reports: (values.report ?? []).map(readReport),
  shard: values.shard === undefined ? undefined : readShard(values.shard),
  least: minCoverageOf(values.minCoverage),
  skipped: new Set(
    (values.skipRule ?? []).map((word) => oneOf('skipRule', word.toUpperCase(), ruleIds, 'rule')),
  ),
})
