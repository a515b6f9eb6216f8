import type { Mask } from '../../verify/call/create-mask.js'
import type { Difference } from '../../verify/parity/compare-runs.js'
import { requestCurl } from '../../samples/request-curl.js'
import { counted } from '../../lib/counted.js'
import type { Paint } from '../paint.js'
import { capBytes, escapeControls, maskSecrets } from '../printable.js'

/** Two servers that were sent the same. */
export interface ParityReport {
  /** Their URLs: the first is here, the second there. */
  readonly here: string
  readonly there: string
  readonly mask: Mask
  readonly differences: readonly Difference[]
  /** How many requests each was sent. */
  readonly requests: readonly [number, number]
}

const plain = (text: string): string => capBytes(escapeControls(maskSecrets(text)))

const curlOf = ({ request }: Difference, { here, mask }: ParityReport): string | undefined =>
  request && requestCurl(here, mask.request(request))

const linesOf = (one: Difference, report: ParityReport, paint: Paint): readonly string[] => {
  const { kind, method, path, operation, message, intent, count } = one
  const curl = curlOf(one, report)
  return [
    `${paint.bold(kind)} ${plain(`${method} ${path}`)} ${paint.dim(`(${plain(operation)})`)}`,
    `  ${plain(report.mask.text(message))}`,
    ...(intent === undefined ? [] : [paint.dim(`  case: ${plain(intent)}`)]),
    ...(curl === undefined ? [] : curl.split('\n').map((line) => `    ${plain(line)}`)),
    ...(count > 1 ? [`  seen ${count} times`] : []),
    '',
  ]
}

/** In what two servers differ, for people. */
export const parityLines = (report: ParityReport, paint: Paint): readonly string[] => {
  const { differences, here, there, requests } = report
  const said =
    differences.length === 0
      ? 'The servers answer alike.'
      : counted(differences.length, 'difference')
  return [
    ...differences.flatMap((one) => linesOf(one, report, paint)),
    paint.bold(`${said.replace(/\.$/, '')}.`),
    `Here is ${here} (${counted(requests[0], 'request')}), there is ${there} (${counted(requests[1], 'request')}).`,
  ]
}

/** The same for programs; the names stay as they are. */
export const parityJson = (report: ParityReport): string => {
  const { here, there, requests, differences, mask } = report
  const shown = differences.map(({ request: _, ...one }, at) => ({
    ...one,
    message: mask.text(one.message),
    curl: curlOf(differences[at] as Difference, report),
  }))
  const head = { format: 'openapi-sandbox-parity', formatVersion: 1 }
  return JSON.stringify({ ...head, here, there, requests, differences: shown }, null, 2)
}
