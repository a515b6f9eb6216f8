import { groupBy } from '../../lib/group-by.js'
import type { Mask } from '../call/create-mask.js'
import type { Finding } from '../finding.js'
import { ruleOf, type Severity } from '../rules.js'
import { replyExcerpt } from './reply-excerpt.js'
import { shownMessage } from './shown-message.js'
import { shownPlace } from './shown-place.js'
import { requestCurl } from '../../samples/request-curl.js'
import type { FindingGroup, Known } from './report.js'

/** What showing findings takes. */
export interface Showing {
  /** The URL of the server. */
  readonly base: string
  /** The folder that places are shown below. */
  readonly folder: string
  readonly mask: Mask
  /** What the baseline knows of a fingerprint. */
  readonly known: (fingerprint: string) => Known | undefined
}

const groupOf = (all: readonly Finding[], { base, folder, mask, known }: Showing): FindingGroup => {
  // What follows from another fault shows less.
  const shown = all.find(({ secondary }) => secondary !== true) ?? (all[0] as Finding)
  const { fingerprint, rule, severity, request, answer, secondary } = shown
  const { operation, method, path, place, dataPointer, keyword, status, intent } = shown
  const isKnown = known(fingerprint)
  return {
    ...{ fingerprint, rule, severity, operation, method, path },
    message: shownMessage(shown, mask),
    place: shownPlace(place, folder),
    ...{ dataPointer, keyword, status, intent },
    title: ruleOf(rule).title,
    isSecondary: secondary === true,
    known: isKnown,
    fails: severity === 'error' && isKnown === undefined,
    cases: [...new Set(all.flatMap((one) => one.case ?? []))],
    count: all.length,
    curl: request && requestCurl(base, mask.request(request)),
    reply: answer && replyExcerpt(mask.answer(answer)),
  }
}

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 }

/** The same fault, in whichever operation. */
const kindOf = ({ rule, place, keyword = '' }: FindingGroup): string =>
  [rule, place.pointer?.startsWith('/paths/') ? '' : place.pointer, keyword].join(' ')

const operationCounts = (groups: readonly FindingGroup[]): ReadonlyMap<string, number> => {
  const kinds = [...groupBy(groups, kindOf)]
  return new Map(
    kinds.map(([kind, all]) => [kind, new Set(all.map(({ operation }) => operation)).size]),
  )
}

/** Findings by fingerprint: those that fail first, then by severity, then what concerns most operations. */
export const groupFindings = (
  findings: readonly Finding[],
  showing: Showing,
): readonly FindingGroup[] => {
  const byFingerprint = groupBy(findings, ({ fingerprint }) => fingerprint)
  const groups = [...byFingerprint.values()].map((all) => groupOf(all, showing))
  const counts = operationCounts(groups)
  const rank = (group: FindingGroup): readonly number[] => [
    ...[group.fails ? 0 : 1, ranks[group.severity], group.isSecondary ? 1 : 0],
    ...[-(counts.get(kindOf(group)) ?? 0), -group.count],
  ]
  return groups
    .map((group) => ({ group, rank: rank(group) }))
    .sort((a, b) => a.rank.map((one, at) => one - (b.rank[at] ?? 0)).find((one) => one !== 0) ?? 0)
    .map(({ group }) => group)
}
