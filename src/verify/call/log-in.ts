import type { Contract, Operation } from '../../contract/contract.js'
import { SetupError } from '../../errors.js'
import type { SessionOperation } from '../../resources/inference/session-operations.js'
import { isAccess } from '../../resources/inference/token-members.js'
import { readReplyBody } from '../judge/read-reply-body.js'
import { isReply, type Send, type WireReply } from '../wire.js'
import { createCredentials } from './credentials.js'
import { type Account, loginDraft } from './login-draft.js'
import type { LoginOperation } from './login-operation.js'
import { tokenIn } from './token-in.js'
import { writeRequest } from './write-request.js'
import { noCredentials, type SentCredentials } from './written-credential.js'

/** Logins that ask for basic authentication get the account there. */
const loginCredentials = async (
  contract: Contract,
  operation: Operation,
  account: Account | undefined,
): Promise<SentCredentials> => {
  const basics = [...contract.securitySchemes].filter(([, { scheme }]) => scheme === 'basic')
  const text = account && `${account.name}:${account.password}`
  const known = new Map(text === undefined ? [] : basics.map(([name]) => [name, text] as const))
  const credentials = createCredentials(contract, { user: known, other: new Map() })
  return (await credentials(operation, 'user')) ?? noCredentials
}

const cookieOf = ({ headers }: WireReply, name: string): string | undefined => {
  const start = `${name}=`
  const set = headers.find(
    (value, at) =>
      at % 2 === 1 && headers[at - 1]?.toLowerCase() === 'set-cookie' && value.startsWith(start),
  )
  return set?.slice(start.length).split(';')[0]
}

/** Secrets by scheme: cookies that the answer sets, else the token in its body. */
const secretsIn = (
  contract: Contract,
  schemes: readonly string[],
  reply: WireReply,
  session: SessionOperation | undefined,
): ReadonlyMap<string, string> => {
  const paths = (session?.members ?? []).filter(isAccess).map(({ at }) => at)
  const token = tokenIn(readReplyBody(reply).value, paths)
  return new Map(
    schemes.flatMap((name) => {
      const scheme = contract.securitySchemes.get(name)
      const isCookie = scheme?.type === 'apiKey' && scheme.in === 'cookie'
      const cookie = isCookie ? cookieOf(reply, scheme.name ?? '') : undefined
      const secret = cookie ?? token
      return secret === undefined ? [] : [[name, secret] as const]
    }),
  )
}

/** How a login is carried out. */
export interface LoginParts {
  readonly contract: Contract
  readonly login: LoginOperation
  /** The schemes that its credentials are for. */
  readonly schemes: readonly string[]
  /** Without one the documented body is sent. */
  readonly account?: Account | undefined
  readonly send: Send
}

/**
 * Logs in by an operation of the contract.
 * @throws SetupError `credential-unavailable` when it is refused, or answers no token.
 */
export const logIn = async (parts: LoginParts): Promise<ReadonlyMap<string, string>> => {
  const { contract, login, schemes, account, send } = parts
  const { operation, session } = login
  const draft = await loginDraft(operation, account)
  const credentials = await loginCredentials(contract, operation, account)
  const answer = await send(await writeRequest(draft, credentials))
  const what = `The login ${operation.id} (${operation.method} ${operation.path})`
  if (!isReply(answer))
    throw new SetupError('credential-unavailable', `${what} got no answer: ${answer.failure}.`)
  if (answer.status >= 400)
    throw new SetupError('credential-unavailable', `${what} was answered ${answer.status}.`)
  const found = secretsIn(contract, schemes, answer, session)
  if (found.size > 0) return found
  throw new SetupError(
    'credential-unavailable',
    `${what} was answered ${answer.status} without a token that could be found.`,
    {},
    'Say --credential SCHEME=command:COMMAND with a command that logs in and prints the token.',
  )
}
