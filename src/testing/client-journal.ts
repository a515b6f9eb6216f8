import type { Contract, Operation } from '../contract/contract.js'
import { nearestPaths } from '../lib/nearest-path.js'
import type { SeenExchange } from '../server/seen-exchange.js'
import type { Fault, Finding } from '../verify/finding.js'
import { findingOf } from '../verify/finding-of.js'
import { fingerprintOf } from '../verify/fingerprint.js'
import { judgeReply } from '../verify/judge/judge-reply.js'
import { ruleOf } from '../verify/rules.js'
import type { WireReply, WireRequest } from '../verify/wire.js'
import { judgeRequest } from './judge-request.js'
import { wireReplyOf, wireRequestOf } from './wire-request-of.js'

/** What clients have sent until now, and what is wrong with it. */
export interface ClientReport {
  /** Requests that broke the contract or hit no operation (V150 to V152), one for each time. */
  readonly violations: readonly Finding[]
  /** Answers of the sandbox itself that break the contract: no fault of the client. */
  readonly sandboxFaults: readonly Finding[]
  /** How many requests there were, but for those to the control API and to pages. */
  readonly requests: number
  /** How many of them broke the contract. */
  readonly broken: number
}

const maxNearest = 3

/** Ids and numbers of a path say nothing of what is wrong. */
const withoutValues = (path: string): string => path.replace(/\/[^/]*\d[^/]*/g, '/*')

const isOwnPath = (path: string): boolean => path === '/_sandbox' || path.startsWith('/_sandbox/')

/** A request that hit no operation, as a finding. */
const undocumented = (
  contract: Contract,
  { method, path, refusal }: SeenExchange,
  request: WireRequest,
  answer: WireReply,
): Finding => {
  const templates = contract.paths.map(({ template }) => template)
  const close = nearestPaths(path, templates, maxNearest)
  const known = refusal?.code === 'path-unknown' ? undefined : refusal?.message
  const hint = close.length > 0 ? ` The nearest: ${close.join(', ')}.` : ''
  const rule = 'V150'
  const parts = { rule, method, path: withoutValues(path), status: answer.status } as const
  return {
    ...parts,
    message: known ?? `No operation has the path ${path}.${hint}`,
    severity: ruleOf(rule).severity,
    operation: `${method} ${parts.path}`,
    place: contract.place('/paths'),
    ...{ request, answer },
    fingerprint: fingerprintOf(parts),
  }
}

/**
 * Whether a fault of an answer is one of the sandbox. What it refuses for reasons of its own it says as
 * RFC 9457 asks, documented or not, and a 5xx may have been wished for.
 */
const isOurs = ({ rule }: Fault, { isForced, refusal }: SeenExchange, status: number): boolean => {
  if (ruleOf(rule).severity !== 'error') return false
  if (rule === 'V100') return !isForced
  return !refusal && (rule !== 'V101' || status < 400)
}

/** Told of each exchange that hit an operation. */
export type OnHit = (operation: Operation, request: WireRequest, answer: WireReply) => void

/** Judges what clients send to a server, exchange by exchange. */
export class ClientJournal {
  readonly #contracts: readonly Contract[]
  readonly #violations: Finding[] = []
  readonly #sandboxFaults: Finding[] = []
  /** By fingerprint, with the exchange that is kept. */
  readonly #first = new Map<string, Finding>()
  readonly #onHit: OnHit
  #judging: Promise<void> = Promise.resolve()
  #requests = 0
  #broken = 0

  /** `contracts` are those that are served. */
  constructor(contracts: readonly Contract[], onHit: OnHit) {
    this.#contracts = contracts
    this.#onHit = onHit
  }

  /** Takes an exchange; it is judged after those before it. */
  readonly note = (seen: SeenExchange): void => {
    this.#judging = this.#judging.then(() => this.#judge(seen))
    // Whoever asks for the report is told.
    this.#judging.catch(() => undefined)
  }

  /** Everything that was found, once all exchanges are judged. */
  async report(): Promise<ClientReport> {
    await this.#judging
    return {
      violations: [...this.#violations],
      sandboxFaults: [...this.#sandboxFaults],
      requests: this.#requests,
      broken: this.#broken,
    }
  }

  async #judge(seen: SeenExchange): Promise<void> {
    const { hit, refusal, path } = seen
    if (hit?.surface === 'control' || (!hit && (!refusal || isOwnPath(path)))) return
    this.#requests++
    const request = wireRequestOf(seen)
    const answer = wireReplyOf(seen)
    if (!hit) {
      const [contract] = this.#contracts
      if (contract) this.#add(this.#violations, undocumented(contract, seen, request, answer))
      this.#broken++
      return
    }
    const { contract, operation, ...values } = hit
    const { query, headers, body: bytes } = seen
    const faults = await judgeRequest(contract, { operation, ...values, query, headers, bytes })
    if (faults.length > 0) this.#broken++
    for (const fault of faults)
      this.#add(this.#violations, findingOf(contract, operation, fault, { request, answer }))
    if (faults.length === 0) this.#judgeReply(seen, request, answer)
    this.#onHit(operation, request, answer)
  }

  #judgeReply(seen: SeenExchange, request: WireRequest, answer: WireReply): void {
    const { hit, method, reply } = seen
    // A stream is over before it can be read twice; HEAD has no body to judge.
    if (!hit || method === 'HEAD' || reply.cut || seen.isSet || isStream(reply.body)) return
    for (const fault of judgeReply(hit.operation, answer))
      if (isOurs(fault, seen, answer.status))
        this.#add(
          this.#sandboxFaults,
          findingOf(hit.contract, hit.operation, fault, { request, answer }),
        )
  }

  /** Of the same fault the first exchange is kept, however often it comes. */
  #add(among: Finding[], finding: Finding): void {
    const known = this.#first.get(finding.fingerprint) ?? finding
    this.#first.set(finding.fingerprint, known)
    among.push(known)
  }
}

const isStream = (body: SeenExchange['reply']['body']): boolean =>
  typeof body === 'object' && !(body instanceof Uint8Array)
