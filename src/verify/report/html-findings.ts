import { groupBy } from '../../lib/group-by.js'
import { ruleOf } from '../rules.js'
import { positionText, replyText } from './finding-text.js'
import { htmlCell, htmlTable, htmlText as text } from './html-text.js'
import type { FindingGroup } from './report.js'

/** So many that fail are shown open: a page of hundreds is not read from its beginning to its end. */
const maxOpen = 10

const kindOf = ({ known, severity }: FindingGroup): string => (known ? 'known' : severity)

const findingPart = (group: FindingGroup, isOpen: boolean): string => {
  const { rule, title, known, method, path, operation, message, place } = group
  const { intent, curl, count, fingerprint } = group
  const { meaning, fix } = ruleOf(rule)
  const reply = replyText(group)
  const seen = count === 1 ? 'once' : `${count} times`
  return [
    `<details${isOpen ? ' open' : ''}>`,
    `<summary><strong class="${kindOf(group)}">${text(rule)} ${text(kindOf(group))}</strong> ${text(title)}: <code>${text(`${method} ${path}`)}</code></summary>`,
    // Inside of the details: browsers open what a link leads into.
    `<p id="f-${text(fingerprint)}">${text(message)}</p>`,
    ...(known
      ? [`<p class="soft">Known until ${text(known.expires)}: ${text(known.reason)}</p>`]
      : []),
    `<p class="soft"><code>${text(positionText(place))}</code> ${text(`#${place.pointer ?? ''}`)}, operation ${text(operation)}, seen ${seen}, fingerprint ${text(fingerprint)}</p>`,
    ...(intent === undefined ? [] : [`<p>Case: ${text(intent)}</p>`]),
    ...(curl === undefined ? [] : [`<pre>${text(curl)}</pre>`]),
    ...(reply === '' ? [] : [`<pre>${text(reply)}</pre>`]),
    `<p class="soft">${text(meaning)} ${text(fix)}</p>`,
    '</details>',
  ].join('\n')
}

const ruleRow = ([rule, all]: readonly [string, readonly FindingGroup[]]): string => {
  const [first] = all as readonly [FindingGroup]
  const operations = new Set(all.map(({ operation }) => operation)).size
  const link = `<a href="#f-${text(first.fingerprint)}">${text(rule)}</a>`
  const failing = all.filter(({ fails }) => fails).length
  const cells = [first.title, all.length, operations, failing]
  return `<tr><td>${link}</td>${cells.map((value) => htmlCell(value)).join('')}</tr>`
}

/** What was found, worst first; of many findings the rules come first, each with a link to its worst. */
export const htmlFindings = (findings: readonly FindingGroup[]): readonly string[] => {
  if (findings.length === 0) return []
  const byRule = [...groupBy(findings, ({ rule }) => rule)]
  const heads = ['rule', 'title', 'findings', 'operations', 'that fail']
  return [
    '<h2>Findings</h2>',
    ...(byRule.length > 1 ? [htmlTable('Findings by rule', heads, byRule.map(ruleRow))] : []),
    ...findings.map((group, at) => findingPart(group, group.fails && at < maxOpen)),
  ]
}
