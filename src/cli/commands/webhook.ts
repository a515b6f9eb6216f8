import { readFile } from 'node:fs/promises'
import { SetupError } from '../../errors.js'
import type { Server, WebhookResult } from '../../server/server.js'
import { escapeControls } from '../printable.js'
import type { Command, CommandCall } from '../command.js'

/** Sends a webhook and prints what went both ways; 1 when the answer is not as documented. */
export const webhook: Command = async (call) => {
  const { name, contract } = namesOf(call)
  const createServer = await call.world.loadServer()
  const { overlay } = call.values
  const server = await createServer({
    ...(contract !== undefined && { contract }),
    ...(overlay && { overlay }),
  })
  try {
    return await (name === undefined ? list(server, call) : send(server, name, call))
  } finally {
    await server.close()
  }
}

const invalid = (what: string, fix: string): SetupError =>
  new SetupError('option-invalid', what, {}, fix)

const example =
  'Write for example: openapi-sandbox webhook NAME api.yaml --to http://localhost:3000/hooks'

/** A first word that looks like a file is the contract, as everywhere. */
const namesOf = ({ positionals }: CommandCall) => {
  const [first, second, third] = positionals
  if (third !== undefined) throw invalid('webhook takes a NAME and a CONTRACT.', example)
  if (second === undefined && first !== undefined && /[./\\]/.test(first))
    return { name: undefined, contract: first }
  return { name: first, contract: second }
}

const list = (server: Server, { world }: CommandCall): number => {
  const webhooks = server.webhooks()
  if (webhooks.length === 0) world.printer.line('The contract has no webhooks.')
  for (const { name, method, summary } of webhooks)
    world.printer.line([name, method, summary].filter(Boolean).join('  '))
  return 0
}

const bodyOf = async (body: string | undefined): Promise<string | Uint8Array | undefined> => {
  if (body === undefined || !body.startsWith('@')) return body
  const file = body.slice(1)
  try {
    return await readFile(file)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw invalid(`The body cannot be read: ${reason}`, 'Name a file that exists and can be read.')
  }
}

const send = async (server: Server, name: string, { values, world }: CommandCall) => {
  const { to, example: named, bodySeed, allowRemote } = values
  if (to === undefined) throw invalid('webhook needs --to URL.', example)
  const body = await bodyOf(values.body)
  const result = await server.webhook(name, {
    to,
    ...(named !== undefined && { example: named }),
    ...(bodySeed !== undefined && { seed: bodySeed }),
    ...(body !== undefined && { body }),
    allowRemote,
  })
  for (const line of linesOf(result)) world.printer.line(line)
  return result.violations.length === 0 ? 0 : 1
}

const text = (body: Uint8Array | undefined): string[] =>
  body === undefined || body.length === 0
    ? []
    : ['', ...new TextDecoder().decode(body).split(/\r?\n/)]

/** The two messages, each line marked with its direction, as curl does. */
const linesOf = ({ request, answer, violations }: WebhookResult): string[] => {
  const headers = (list: WebhookResult['request']['headers']): string[] =>
    list.map(([name, value]) => `${name}: ${value}`)
  const sent = [
    `${request.method} ${request.url}`,
    ...headers(request.headers),
    ...text(request.body),
  ]
  const came = [String(answer.status), ...headers(answer.headers), ...text(answer.body)]
  return [
    ...sent.map((line) => escapeControls(`> ${line}`.trimEnd())),
    ...came.map((line) => escapeControls(`< ${line}`.trimEnd())),
    ...violations.map(({ message }) => escapeControls(`! ${message}`)),
  ]
}
