import type { SecurityScheme } from '../../contract/contract.js'
import { SetupError } from '../../errors.js'
import { percentEncode } from '../../lib/percent-encode.js'
import { bytesOf } from '../../lib/text-bytes.js'
import { readReplyBody } from '../judge/read-reply-body.js'
import { isReply, type Send } from '../wire.js'
import type { Account } from './login-draft.js'
import { tokenIn } from './token-in.js'

/** A way to a token that needs nobody at a browser (RFC 6749 §4.3, §4.4). */
export interface TokenGrant {
  readonly kind: 'password' | 'clientCredentials'
  /** Where tokens are given: absolute, or relative to the base of the server. */
  readonly tokenUrl: string
  readonly scopes: readonly string[]
}

/** The grant of a scheme by which a program can get a token. */
export const tokenGrant = ({ flows }: SecurityScheme): TokenGrant | undefined => {
  for (const kind of ['password', 'clientCredentials'] as const) {
    const flow = flows.find(({ name, tokenUrl }) => name === kind && tokenUrl !== undefined)
    if (flow?.tokenUrl !== undefined)
      return { kind, tokenUrl: flow.tokenUrl, scopes: [...flow.scopes.keys()] }
  }
  return undefined
}

const form = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.map((pair) => pair.map(percentEncode).join('=')).join('&')

const basicOf = ({ name, password }: Account): string =>
  `Basic ${Buffer.from(`${name}:${password}`, 'utf8').toString('base64')}`

/**
 * Gets a token at a token URL; `send` leads there. Of clientCredentials the account is the client.
 * @throws SetupError `credential-unavailable`.
 */
export const grantToken = async (
  { kind, tokenUrl, scopes }: TokenGrant,
  account: Account,
  send: Send,
): Promise<string> => {
  const isPassword = kind === 'password'
  const { name, password } = account
  const body = form([
    ['grant_type', isPassword ? 'password' : 'client_credentials'],
    ...(isPassword
      ? ([
          ['username', name],
          ['password', password],
        ] as const)
      : []),
    ...(scopes.length > 0 ? ([['scope', scopes.join(' ')]] as const) : []),
  ])
  const answer = await send({
    method: 'POST',
    target: '',
    headers: [
      ['Accept', 'application/json'],
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ...(isPassword ? [] : ([['Authorization', basicOf(account)]] as const)),
    ],
    body: bytesOf(body),
  })
  const failed = (why: string): SetupError =>
    new SetupError('credential-unavailable', `The token URL ${tokenUrl} ${why}.`)
  if (!isReply(answer)) throw failed(`gave no answer: ${answer.failure}`)
  if (answer.status >= 400) throw failed(`answered ${answer.status}`)
  const token = tokenIn(readReplyBody(answer).value, [['access_token']])
  if (token === undefined) throw failed('answered without access_token')
  return token
}
