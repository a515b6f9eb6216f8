import { existsSync } from 'node:fs'
import { SetupError } from '../../errors.js'
import type { OptionName } from '../../options.js'
import type { MintedCredential } from '../../server/mint-credential.js'
import { quotedWord } from '../../samples/quoted-word.js'
import { askRunningServer } from '../ask-running-server.js'
import type { Command, CommandCall } from '../command.js'
import { escapeControls } from '../printable.js'

/**
 * Prints a token for a user, or a credential for a security scheme of any contract: nothing else on
 * standard output. A server that runs on the data folder is asked for it; otherwise it is made with
 * the key in the folder.
 */
export const token: Command = async (call) => {
  const { printer } = call.world
  if (!isForAnyContract(call)) {
    printer.line(await sessionToken(onlyEmail(call.positionals), call))
    return 0
  }
  const made = await credential(call)
  if (call.values.json) printer.line(JSON.stringify(made, null, 2))
  else printer.line(escapeControls(made.credential))
  if (printer.isTerminal && !call.values.json) printer.error(escapeControls(curlHint(made)))
  return 0
}

const ownOptions: readonly OptionName[] = ['scheme', 'scope', 'user', 'expires', 'json']

const isEmail = (word: string): boolean => /^[^@\s/]+@[^@\s/]+$/.test(word) && !existsSync(word)

/** An address alone is that of a user of the HeyDonto sandbox. */
const isForAnyContract = ({ positionals, said }: CommandCall): boolean =>
  ownOptions.some((name) => said.has(name)) || positionals.some((word) => !isEmail(word))

const sessionToken = async (email: string, { values, world }: CommandCall): Promise<string> => {
  const { data, seed, jwtSecret, sandbox, port, controlToken } = values
  const createServer = await world.loadServer()
  let server
  try {
    server = await createServer({ data, seed, jwtSecret, store: 'file' })
  } catch (error) {
    if (!(error instanceof SetupError) || error.code !== 'data-unwritable') throw error
    const running = { sandbox, port, controlToken, locked: error }
    return (await askRunningServer('tokens', { email }, running)).token
  }
  try {
    return await server.token(email, sandbox)
  } finally {
    await server.close()
  }
}

const credential = async ({
  values,
  positionals,
  world,
}: CommandCall): Promise<MintedCredential> => {
  const { data, seed, jwtSecret, sandbox, port, controlToken } = values
  const { scheme, scope, user, expires } = values
  const wish = { user, scheme, scope, expiresIn: expires }
  const [email] = positionals.filter(isEmail)
  if (email !== undefined)
    throw new SetupError(
      'option-invalid',
      `token takes a user of any contract by --user, not as ${email}.`,
    )
  const ask = (locked?: SetupError): Promise<MintedCredential> =>
    askRunningServer('credentials', wish, { sandbox, port, controlToken, locked })
  if (positionals.length === 0) return ask()
  const createServer = await world.loadServer()
  let server
  try {
    server = await createServer({
      ...{ contract: positionals, data, seed, jwtSecret, store: 'file', state: 'off' },
      ...(world.input && { input: world.input }),
    })
  } catch (error) {
    if (!(error instanceof SetupError) || error.code !== 'data-unwritable') throw error
    return ask(error)
  }
  try {
    return await server.credential({ ...wish, sandbox })
  } finally {
    await server.close()
  }
}

const curlHint = ({ in: place, name, value }: MintedCredential): string => {
  if (place === 'query') return `curl -G --data-urlencode ${quotedWord(`${name}=${value}`)} URL`
  return place === 'cookie'
    ? `curl -b ${quotedWord(`${name}=${value}`)} URL`
    : `curl -H ${quotedWord(`${name}: ${value}`)} URL`
}

const onlyEmail = ([email, second]: readonly string[]): string => {
  if (email !== undefined && second === undefined) return email
  const detail =
    email === undefined ? 'token needs an EMAIL, or a CONTRACT.' : 'token takes one EMAIL.'
  throw new SetupError(
    'option-invalid',
    detail,
    {},
    'Write for example: openapi-sandbox token user@example.com, or openapi-sandbox token api.yaml --scheme apiKey',
  )
}
