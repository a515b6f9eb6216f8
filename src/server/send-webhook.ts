import type { Contract, Webhook } from '../contract/contract.js'
import { Problem, SetupError } from '../errors.js'
import { nearest } from '../lib/nearest.js'
import { outgoingRequest, type OutgoingRequest } from '../mock/outgoing-request.js'
import { judgeAnswer } from './judge-answer.js'
import { sendRequest } from './send-request.js'
import type { WebhookOptions, WebhookResult } from './server.js'

const timeout = 10_000

const invalid = (what: string, fix: string): SetupError =>
  new SetupError('option-invalid', what, {}, fix)

const webhookNamed = ({ webhooks }: Contract, name: string): Webhook => {
  const webhook = webhooks.find((candidate) => candidate.name === name)
  if (webhook) return webhook
  const names = webhooks.map((candidate) => candidate.name)
  const [close] = nearest(name, names)
  const hint = close === undefined ? '' : ` Did you mean ${close}?`
  const list = names.length === 0 ? 'It has none' : `It has ${names.join(', ')}`
  throw invalid(`The contract has no webhook ${name}.${hint}`, `${list}.`)
}

const requireUrl = (to: string): string => {
  if (/^https?:\/\//i.test(to) && URL.canParse(to)) return to
  throw invalid(
    `${JSON.stringify(to)} is no http or https URL`,
    'Name the URL of the receiver, for example http://localhost:3000/hooks.',
  )
}

const requestOf = async (
  { operation }: Webhook,
  { to, example, seed, body }: WebhookOptions,
): Promise<OutgoingRequest> => {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  try {
    return await outgoingRequest(operation, requireUrl(to), {
      example,
      seed: seed === undefined ? undefined : String(seed),
      bytes,
    })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw invalid(error.message, 'Name one of the documented examples.')
  }
}

const pairsOf = (flat: readonly string[]): readonly (readonly [string, string])[] =>
  flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1] ?? ''] as const] : []))

/**
 * Sends the request of a webhook once and says what it was answered.
 * @throws SetupError `option-invalid`, `target-forbidden` or `target-unreachable`.
 */
export const sendWebhook = async (
  contract: Contract,
  name: string,
  options: WebhookOptions,
): Promise<WebhookResult> => {
  const webhook = webhookNamed(contract, name)
  if (webhook.operation.fault) throw webhook.operation.fault
  const request = await requestOf(webhook, options)
  const reach = options.allowRemote ? 'any' : 'loopback'
  const answer = await sendRequest(request, { reach, timeout })
  return {
    request: { ...request, headers: pairsOf(request.headers) },
    answer: { ...answer, headers: pairsOf(answer.headers) },
    violations: judgeAnswer(webhook.operation, answer),
  }
}
