import { responseFor } from '../../contract/check-reply.js'
import type { Contract, Operation } from '../../contract/contract.js'
import { groupBy } from '../../lib/group-by.js'
import { essence } from '../../lib/media-type.js'
import type { Finding } from '../finding.js'
import { readReplyBody } from '../judge/read-reply-body.js'
import type { RecordedExchange, VerifyResult } from '../outcome.js'
import { isReply, replyHeader, type WireAnswer, type WireReply, type WireRequest } from '../wire.js'
import { shapeDifferences, shapeOf } from './shape-of.js'

/** In what two servers differ. */
export type DifferenceKind = 'status' | 'media-type' | 'header' | 'body' | 'finding'

/** One way in which two servers answer the same differently. */
export interface Difference {
  readonly kind: DifferenceKind
  readonly operation: string
  readonly method: string
  readonly path: string
  /** The first of the two is here, the other one there. */
  readonly message: string
  readonly intent?: string | undefined
  readonly request?: WireRequest | undefined
  /** How often it was seen. */
  readonly count: number
}

type Seen = Omit<Difference, 'count'>

type Said = Pick<Seen, 'kind' | 'message'>

const statusText = (answer: WireAnswer): string =>
  isReply(answer) ? String(answer.status) : 'no answer'

const mediaTypeOf = (reply: WireReply): string =>
  reply.bytes.length === 0 ? 'no body' : essence(replyHeader(reply, 'content-type') ?? 'no type')

const headerDifferences = (operation: Operation, left: WireReply, right: WireReply) =>
  (responseFor(operation, left.status)?.headers ?? []).flatMap(({ name }): readonly Said[] => {
    const [here, there] = [left, right].map((reply) => replyHeader(reply, name) !== undefined)
    if (here === there) return []
    return [{ kind: 'header', message: `${name} is sent ${here ? 'here' : 'there'} only` }]
  })

/** In what two answers differ, but for values: those are made by the servers. */
const answerDifferences = (
  operation: Operation,
  left: WireAnswer,
  right: WireAnswer,
): readonly Said[] => {
  const [here, there] = [statusText(left), statusText(right)]
  if (here !== there) return [{ kind: 'status', message: `${here} here, ${there} there` }]
  if (!isReply(left) || !isReply(right)) return []
  const headers = headerDifferences(operation, left, right)
  const [type, other] = [mediaTypeOf(left), mediaTypeOf(right)]
  if (type !== other)
    return [...headers, { kind: 'media-type', message: `${type} here, ${other} there` }]
  const shapes = [left, right].map((reply) => shapeOf(readReplyBody(reply).value))
  const [a, b] = shapes as [ReturnType<typeof shapeOf>, ReturnType<typeof shapeOf>]
  const bodies = shapeDifferences(a, b).map((message) => ({ kind: 'body', message }) as const)
  return [...headers, ...bodies]
}

/** The exchanges of each case, in the order of sending. */
const byCase = ({ exchanges }: VerifyResult): ReadonlyMap<string, readonly RecordedExchange[]> =>
  groupBy(
    exchanges.filter((one) => one.case !== undefined),
    (one) => one.case ?? '',
  )

const exchangeDifferences = (
  contract: Contract,
  left: VerifyResult,
  right: VerifyResult,
): readonly Seen[] => {
  const others = byCase(right)
  const intents = new Map(left.outcomes.map(({ case: one }) => [one.id, one.intent]))
  return [...byCase(left)].flatMap(([id, exchanges]) =>
    exchanges.flatMap(({ operation: name, request, answer }, at): readonly Seen[] => {
      const other = others.get(id)?.[at]
      const operation = contract.byId.get(name)
      if (!other || !operation || other.operation !== name) return []
      const { method, path } = operation
      return answerDifferences(operation, answer, other.answer).map((said) => ({
        ...said,
        ...{ operation: name, method, path, intent: intents.get(id), request },
      }))
    }),
  )
}

/** What one of the two breaks the contract with, and the other does not. */
const findingDifferences = (left: VerifyResult, right: VerifyResult): readonly Seen[] => {
  const only = (
    mine: readonly Finding[],
    others: readonly Finding[],
    where: string,
  ): readonly Seen[] => {
    const known = new Set(others.map(({ fingerprint }) => fingerprint))
    return mine
      .filter(({ fingerprint, severity }) => severity !== 'note' && !known.has(fingerprint))
      .map(({ rule, message, operation, method, path, intent, request }) => ({
        kind: 'finding',
        message: `${rule} ${where} only: ${message}`,
        ...{ operation, method, path, intent, request },
      }))
  }
  return [
    ...only(left.findings, right.findings, 'here'),
    ...only(right.findings, left.findings, 'there'),
  ]
}

/** In what two servers differ that were sent the same plan: each thing once. */
export const compareRuns = (
  contract: Contract,
  left: VerifyResult,
  right: VerifyResult,
): readonly Difference[] => {
  const all = [...exchangeDifferences(contract, left, right), ...findingDifferences(left, right)]
  const groups = groupBy(all, ({ kind, operation, message }) => `${kind} ${operation} ${message}`)
  return [...groups.values()].map((same) => ({ ...(same[0] as Seen), count: same.length }))
}
