import type { Contract, SecurityScheme } from '../../contract/contract.js'
import { SetupError } from '../../errors.js'
import { nearest } from '../../lib/nearest.js'
import { type Environment, environmentWith, variableNamed } from '../../options.js'
import type { KnownCredentials, SecretSource } from '../../verify/call/credentials.js'
import { grantToken, tokenGrant } from '../../verify/call/grant-token.js'
import type { Account } from '../../verify/call/login-draft.js'
import { loginOperation } from '../../verify/call/login-operation.js'
import { logIn } from '../../verify/call/log-in.js'
import type { Send } from '../../verify/wire.js'
import { commandOutput } from '../command-output.js'
import { operationNamed } from '../operation-named.js'

/** What credentials are read and got with. */
export interface CredentialMeans {
  readonly contract: Contract
  /** The variables of the process when absent. */
  readonly environment: Environment | undefined
  /** Sends to the server. */
  readonly send: Send
  /** Sends to a URL, which may be relative to that of the server. */
  readonly sendTo: (url: string) => Send
}

const invalid = (detail: string, fix: string): SetupError =>
  new SetupError('option-invalid', detail, {}, fix)

const unavailable = (detail: string): SetupError => new SetupError('credential-unavailable', detail)

const schemeList = ({ securitySchemes }: Contract): string =>
  [...securitySchemes.keys()].join(', ') || 'none'

/** The scheme and the secret of `SCHEME=SECRET`; the scheme goes without saying where there is one. */
const pairOf = (text: string, contract: Contract): readonly [string, string] => {
  const schemes = [...contract.securitySchemes.keys()]
  const at = text.indexOf('=')
  const name = text.slice(0, Math.max(at, 0))
  if (schemes.includes(name)) return [name, text.slice(at + 1)]
  const [only] = schemes
  // Base64 ends with equals signs.
  const isBare = at < 0 || /^[^=]+=+$/.test(text) || /^(env|command|login):/.test(text)
  if (only !== undefined && schemes.length === 1 && isBare) return [only, text]
  if (at < 0)
    throw invalid(
      `--credential has to say the security scheme; the contract has: ${schemeList(contract)}.`,
      'Write --credential SCHEME=SECRET.',
    )
  const near = nearest(name, schemes)
  const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''
  throw invalid(
    `The contract has no security scheme ${name}.${hint}`,
    `Write --credential SCHEME=SECRET; the contract has: ${schemeList(contract)}.`,
  )
}

const sourceOf = (name: string, secret: () => Promise<string>): SecretSource => ({
  get: async () => new Map([[name, await secret()]]),
})

const fromCommand = (name: string, command: string, { environment }: CredentialMeans) =>
  sourceOf(name, async () => {
    const output = await commandOutput(command, environmentWith({}, environment))
    if ('failure' in output)
      throw unavailable(`The command for the credential ${name} failed: ${output.failure}`)
    if (output.text === '')
      throw unavailable(`The command for the credential ${name} printed nothing.`)
    return output.text
  })

const fromLogin = (name: string, id: string, { contract, send }: CredentialMeans): SecretSource => {
  const operation = operationNamed(contract, id)
  return { get: () => logIn({ contract, login: { operation }, schemes: [name], send }) }
}

/** A secret as it was written: the text, a variable, a command, or a login. */
const secretOf = (name: string, text: string, means: CredentialMeans): string | SecretSource => {
  const [, kind, rest = ''] = /^(env|command|login):(.+)$/s.exec(text) ?? []
  if (kind === 'command') return fromCommand(name, rest, means)
  if (kind === 'login') return fromLogin(name, rest, means)
  if (kind === undefined) return text
  const value = variableNamed(rest, means.environment)
  if (value !== undefined) return value
  throw unavailable(
    `The credential ${name} is to come from the variable ${rest}, which is not set.`,
  )
}

const accountOf = (text: string, flag: string): Account => {
  const at = text.indexOf(':')
  if (at > 0) return { name: text.slice(0, at), password: text.slice(at + 1) }
  throw invalid(`${flag} takes NAME:PASSWORD.`, `Write ${flag} NAME:PASSWORD.`)
}

const isBasic = ({ type, scheme }: SecurityScheme): boolean => type === 'http' && scheme === 'basic'

const fromGrants = (
  names: readonly string[],
  account: Account,
  { contract, sendTo }: CredentialMeans,
): KnownCredentials =>
  new Map(
    names.flatMap((name) => {
      const scheme = contract.securitySchemes.get(name)
      const grant = scheme && tokenGrant(scheme)
      if (!grant) return []
      const source = sourceOf(name, () => grantToken(grant, account, sendTo(grant.tokenUrl)))
      return [[name, source] as const]
    }),
  )

/** What a name and a password are good for: basic, the login of the contract, or an OAuth 2.0 grant. */
const fromAccount = (account: Account, means: CredentialMeans): KnownCredentials => {
  const { contract, send } = means
  const schemes = [...contract.securitySchemes]
  const text = `${account.name}:${account.password}`
  const basics = schemes.flatMap(([name, one]) => (isBasic(one) ? [[name, text] as const] : []))
  const others = schemes.flatMap(([name, one]) => (isBasic(one) ? [] : [name]))
  const login = loginOperation(contract)
  const source: SecretSource | undefined = login && {
    get: () => logIn({ contract, login, schemes: others, account, send }),
  }
  const rest: KnownCredentials = source
    ? new Map(others.map((name) => [name, source]))
    : fromGrants(others, account, means)
  const found = new Map([...basics, ...rest])
  if (found.size > 0) return found
  throw new SetupError(
    'credential-unavailable',
    'Nobody can log in by this contract: no operation, scheme or token URL for it was found.',
    {},
    'Say --credential SCHEME=SECRET; SECRET may be login:OPERATION_ID or command:COMMAND.',
  )
}

/**
 * The credentials that `--credential` (texts) and `--login` say; what is said of one scheme goes first.
 * @throws SetupError `option-invalid` for unknown schemes, `credential-unavailable` for what is not there.
 */
export const verifyCredentials = (
  texts: readonly string[] = [],
  login: { readonly text: string | undefined; readonly flag: string },
  means: CredentialMeans,
): KnownCredentials => {
  const said = texts.map((text) => {
    const [name, secret] = pairOf(text, means.contract)
    return [name, secretOf(name, secret, means)] as const
  })
  const byLogin =
    login.text === undefined ? [] : fromAccount(accountOf(login.text, login.flag), means)
  return new Map([...byLogin, ...said])
}
