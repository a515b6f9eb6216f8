import type { SourcePlace } from '../../errors.js'
import { ruleIds, ruleOf, type RuleId } from '../rules.js'
import { positionText, replyText } from './finding-text.js'
import type { FindingGroup, Report } from './report.js'

const home = 'https://www.npmjs.com/package/openapi-sandbox'

const ruleObject = (id: RuleId) => {
  const { title, severity, meaning, fix } = ruleOf(id)
  return {
    id,
    name: title.replace(/(?:^|[^a-z0-9]+)(.)/gi, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: meaning },
    help: { text: `${meaning}\n${fix}`, markdown: `${meaning}\n\n**Fix:** ${fix}` },
    defaultConfiguration: { level: severity },
  }
}

/** A file as a relative reference (RFC 3986 §4.2), below the root of the sources. */
const uriOf = (file: string): string =>
  /^[a-z][a-z0-9+.-]+:\/\//i.test(file)
    ? file
    : file
        .split('/')
        .map((part) => encodeURIComponent(part).replace(/%3A/gi, ':'))
        .join('/')

const artifactOf = (file: string) =>
  /^[a-z][a-z0-9+.-]+:\/\//i.test(file)
    ? { uri: file }
    : file.startsWith('/')
      ? { uri: `file://${uriOf(file)}` }
      : { uri: uriOf(file), uriBaseId: '%SRCROOT%' }

const locationOf = (
  { file, line, column, pointer }: SourcePlace,
  { method, path }: FindingGroup,
) => ({
  ...(file !== undefined && {
    physicalLocation: {
      artifactLocation: artifactOf(file),
      ...(line !== undefined && {
        region: { startLine: line, ...(column !== undefined && { startColumn: column }) },
      }),
    },
  }),
  logicalLocations: [
    {
      name: `${method} ${path}`,
      fullyQualifiedName: pointer ?? `${method} ${path}`,
      kind: 'function',
    },
  ],
})

/** Viewers show the first sentence in lists; the rest says how to see it again. */
const messageOf = (group: FindingGroup) => {
  const { method, path, message, intent, curl } = group
  const reply = replyText(group)
  const parts = [
    `${method} ${path}: ${message}`,
    ...(intent === undefined ? [] : [`Case: ${intent}`]),
    ...(curl === undefined ? [] : [curl]),
    ...(reply === '' ? [] : [reply]),
  ]
  return { text: parts.join('\n') }
}

const resultOf = (group: FindingGroup) => {
  const { rule, severity, fingerprint, known, place, curl } = group
  return {
    ruleId: rule,
    ruleIndex: ruleIds.indexOf(rule),
    level: severity,
    message: messageOf(group),
    locations: [locationOf(place, group)],
    partialFingerprints: { 'openapiSandbox/v1': fingerprint },
    occurrenceCount: group.count,
    ...(known && {
      suppressions: [{ kind: 'external', status: 'accepted', justification: known.reason }],
    }),
    properties: { position: positionText(place), ...(curl !== undefined && { curl }) },
  }
}

/** A report as SARIF 2.1.0: each finding at its place in the contract. */
export const sarif = (report: Report): string => {
  const { product, version, base, findings, startedAt, milliseconds } = report
  const ended = new Date(Date.parse(startedAt) + milliseconds).toISOString()
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            ...{ name: product, semanticVersion: version, informationUri: home },
            rules: ruleIds.map(ruleObject),
          },
        },
        automationDetails: { id: `${product}/verify/${base}` },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, startTimeUtc: startedAt, endTimeUtc: ended }],
        results: findings.map(resultOf),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}
