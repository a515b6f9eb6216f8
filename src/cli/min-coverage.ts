import { SetupError } from '../errors.js'
import { nearest } from '../lib/nearest.js'
import {
  coverageKinds,
  type CoverageKind,
  type CoverageRow,
} from '../verify/coverage/coverage-table.js'

/** The least percentage of each kind of coverage. */
export type MinCoverage = ReadonlyMap<CoverageKind, number>

const isKind = (word: string): word is CoverageKind => coverageKinds.some((kind) => kind === word)

const limitOf = (text: string): readonly [CoverageKind, number] => {
  const [, kind = '', digits = ''] = /^([^=]*)=(\d{1,3}(?:\.\d+)?)%?$/.exec(text) ?? []
  if (isKind(kind) && Number(digits) <= 100) return [kind, Number(digits)]
  const word = text.split('=')[0] ?? ''
  const near = isKind(word) ? [] : nearest(word, coverageKinds)
  const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''
  throw new SetupError(
    'option-invalid',
    `--min-coverage cannot be ${JSON.stringify(text)}.${hint}`,
    {},
    `Write KIND=PERCENT, such as status=60; kinds are ${coverageKinds.join(', ')}.`,
  )
}

/**
 * Reads `--min-coverage`.
 * @throws SetupError `option-invalid` for a kind that there is not, or a number above 100.
 */
export const minCoverageOf = (texts: readonly string[] = []): MinCoverage =>
  new Map(texts.map(limitOf))

/** One line for each kind of coverage that is below its limit. */
export const coverageShortfalls = (
  rows: readonly CoverageRow[],
  limits: MinCoverage,
): readonly string[] =>
  rows.flatMap(({ kind, percent, covered, total }) => {
    const least = limits.get(kind)
    if (least === undefined || percent >= least) return []
    return [
      `Coverage by ${kind} is ${percent} % (${covered} of ${total}), and ${least} % is asked for.`,
    ]
  })
