import { violation } from '../../contract/violation.js'
import { Problem, type Violation } from '../../errors.js'
import { isFieldName, isFieldValue } from '../../lib/is-field-name.js'
import type { FaultRequest } from './fault-record.js'
import type { SetAnswer } from './fault.js'
import type { Latency } from './latency.js'
import type { ScriptedAnswer } from './scripts.js'

type Found = readonly Violation[]

const inBody = (pointer: string, rule: string, expected: string, got?: string): Violation =>
  violation('body', pointer, rule, expected, got)

/** What each distribution cannot do without. */
const needed = { fixed: 'ms', uniform: 'maxMs', lognormal: 'medianMs' } as const

const latencyViolations = (latency: Latency | undefined, at: string): Found => {
  if (latency === undefined) return []
  const { distribution, minMs = 0, maxMs } = latency
  const name = needed[distribution]
  if (latency[name] === undefined) return [inBody(`${at}/latency/${name}`, 'required', name)]
  if (distribution === 'fixed' || maxMs === undefined || minMs <= maxMs) return []
  return [inBody(`${at}/latency/minMs`, 'maximum', 'no more than maxMs', String(minMs))]
}

/** Headers that say where the message ends: a wrong one would spoil the next message as well. */
const framing = new Set(['content-length', 'transfer-encoding', 'trailer', 'upgrade'])

const headerViolations = (headers: SetAnswer['headers'], at: string): Found =>
  Object.entries(headers ?? {}).flatMap(([name, value]) => {
    const pointer = `${at}/headers/${name}`
    if (!isFieldName(name)) return [inBody(pointer, 'header', 'the name of a header', name)]
    if (!isFieldValue(value)) return [inBody(pointer, 'header', 'the value of a header', value)]
    const isFraming = framing.has(name.toLowerCase())
    return isFraming
      ? [inBody(pointer, 'header', 'a header that the server leaves to you', name)]
      : []
  })

const bodiless = new Set([204, 205, 304])

const answerViolations = (answer: SetAnswer | undefined, at: string): Found => {
  if (answer === undefined) return []
  const { status, body, example, headers } = answer
  const found = [...headerViolations(headers, at)]
  if (body !== undefined && bodiless.has(status))
    found.push(inBody(`${at}/body`, 'body', `no body with status ${status}`))
  if (body !== undefined && example !== undefined)
    found.push(inBody(`${at}/example`, 'example', 'a body or an example, not both', example))
  return found
}

const outcomes = ['answer', 'connection', 'truncateAfterBytes', 'drip', 'rateLimit'] as const

const outcomeViolations = (rule: FaultRequest, at: string): Found => {
  const said = outcomes.filter((name) => rule[name] !== undefined)
  if (said.length > 1)
    return said
      .slice(1)
      .map((name) =>
        inBody(`${at}/${name}`, 'outcome', `${said[0]} alone: one thing happens to an answer`),
      )
  if (said.length === 1 || rule.latency !== undefined) return []
  return [inBody(at, 'outcome', `latency or one of ${outcomes.join(', ')}`)]
}

const targetViolations = ({ method, path }: FaultRequest, at: string): Found => [
  ...(method === undefined || isFieldName(method)
    ? []
    : [inBody(`${at}/method`, 'method', 'a method', method)]),
  ...(path === undefined || /^[/*]/.test(path)
    ? []
    : [inBody(`${at}/path`, 'path', 'a path that begins with / or *', path)]),
]

const entryViolations = (entry: ScriptedAnswer, index: number): Found => {
  const at = `/answers/${index}`
  const said = (['answer', 'status', 'connection'] as const).filter(
    (name) => entry[name] !== undefined,
  )
  return [
    ...said.slice(1).map((name) => inBody(`${at}/${name}`, 'outcome', `${said[0]} alone`)),
    ...latencyViolations(entry.latency, at),
    ...answerViolations(entry.answer, `${at}/answer`),
  ]
}

const refuse = (violations: Found): void => {
  if (violations.length === 0) return
  const detail = violations.map(({ message }) => message).join('; ')
  throw new Problem('request-invalid', { detail, violations })
}

/** Why a rule, which satisfies its schema, cannot be applied; `at` is its place. */
export const faultViolations = (rule: FaultRequest, at: string): readonly Violation[] => [
  ...targetViolations(rule, at),
  ...outcomeViolations(rule, at),
  ...latencyViolations(rule.latency, at),
  ...answerViolations(rule.answer, `${at}/answer`),
]

/** Sees to it that a rule can be applied. @throws Problem `request-invalid` (422) with every violation. */
export const requireSoundFault = (rule: FaultRequest): void => refuse(faultViolations(rule, ''))

/** Sees to it that a script can be given. @throws Problem `request-invalid` (422) with every violation. */
export const requireSoundScript = (answers: readonly ScriptedAnswer[]): void =>
  refuse(answers.flatMap(entryViolations))
