import { queryPairs } from '../contract/read-parameters.js'
import type { RequestValues } from '../contract/read-request.js'
import { isObject } from '../lib/json-object.js'
import { plainName } from '../lib/plain-name.js'
import type { Visit } from './visit.js'

/** What a request to log in says, whatever its members are called. */
export interface LoginRequest {
  readonly name: string | undefined
  readonly password: string | undefined
  readonly refreshToken: string | undefined
  /** The parameters of a token endpoint (RFC 6749), where it has a `grant_type`. */
  readonly grant: ReadonlyMap<string, string> | undefined
}

const nameNames = [
  ...['email', 'emailaddress', 'mail', 'username', 'login', 'user', 'userid', 'loginid', 'account'],
  ...['identifier', 'handle', 'name', 'phone', 'phonenumber', 'clientid', 'appid', 'id'],
]
const passwordNames = ['password', 'passwd', 'pwd', 'passphrase', 'secret', 'clientsecret', 'pin']
const refreshNames = ['refreshtoken', 'refresh', 'token']

const mostDepth = 3

type Pair = readonly [name: string, value: string]

/** The texts of a body by their plain names, those outside first. */
const textsOf = (value: unknown, depth = 0): readonly Pair[] => {
  if (!isObject(value) || depth === mostDepth) return []
  const entries = Object.entries(value)
  const own = entries.flatMap(([name, one]): Pair[] =>
    typeof one === 'string' || typeof one === 'number' ? [[plainName(name), String(one)]] : [],
  )
  return [...own, ...entries.flatMap(([, one]) => textsOf(one, depth + 1))]
}

const firstOf = (pairs: readonly Pair[], names: readonly string[]): string | undefined => {
  for (const name of names) {
    const found = pairs.find(([given, value]) => given === name && value !== '')
    if (found) return found[1]
  }
  return undefined
}

const basicOf = (authorization: string | undefined): readonly Pair[] => {
  const [, encoded] = /^basic +(\S+)$/i.exec(authorization ?? '') ?? []
  if (encoded === undefined) return []
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon < 0
    ? []
    : [
        ['username', text.slice(0, colon)],
        ['password', text.slice(colon + 1)],
      ]
}

const grantOf = (body: unknown): LoginRequest['grant'] => {
  if (!isObject(body) || typeof body['grant_type'] !== 'string') return undefined
  const texts = Object.entries(body).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  )
  return new Map(texts)
}

/** Longer names are cut: they become part of each token. */
const longestName = 256

/** Reads who logs in, and with what: from the body, the query or Basic credentials. */
export const loginRequestOf = ({ exchange }: Visit, { body }: RequestValues): LoginRequest => {
  const query = queryPairs(exchange.query).map(([name, value]): Pair => [plainName(name), value])
  const pairs = [...textsOf(body), ...query, ...basicOf(exchange.headers['authorization'])]
  return {
    name: firstOf(pairs, nameNames)?.slice(0, longestName),
    password: firstOf(pairs, passwordNames),
    refreshToken: firstOf(pairs, refreshNames),
    grant: grantOf(body),
  }
}
