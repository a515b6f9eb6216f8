import type { SourcePlace } from '../../errors.js'
import type { FindingGroup } from './report.js'

/** `file:line:column`, as far as it is known. */
export const positionText = ({ file, line, column }: SourcePlace): string =>
  [file, line, line === undefined ? undefined : column]
    .filter((part) => part !== undefined)
    .join(':')

/** What came back, in lines. */
export const replyText = ({ reply }: Pick<FindingGroup, 'reply'>): string => {
  if (!reply) return ''
  if (reply.failure !== undefined) return `no answer: ${reply.failure}`
  return [`${reply.status} ${reply.mediaType ?? ''}`.trim(), ...reply.lines].join('\n')
}

/** A finding as plain text of several lines: what, where, the request and the reply. */
export const findingText = (group: FindingGroup): string =>
  [
    `${group.rule} ${group.title}: ${group.method} ${group.path} (${group.operation})`,
    group.message,
    [positionText(group.place), group.place.pointer && `#${group.place.pointer}`]
      .filter(Boolean)
      .join(' '),
    group.intent === undefined ? '' : `case: ${group.intent}`,
    group.curl ?? '',
    replyText(group),
    `fingerprint ${group.fingerprint}`,
  ]
    .filter(Boolean)
    .join('\n')
