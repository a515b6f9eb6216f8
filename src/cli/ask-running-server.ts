import { SetupError } from '../errors.js'
import { objectOrEmpty } from '../lib/json-object.js'

/** For whom a token is wanted, and where a server may be running. */
export interface TokenWish {
  readonly email: string
  readonly sandbox: string | undefined
  readonly port: number
}

/**
 * A token from the server that runs on this machine, through its control API.
 *
 * @param locked Why the data folder could not be opened; thrown, with advice, when no server answers.
 * @throws SetupError `option-invalid` when the server knows no such user.
 */
export const askRunningServer = async (
  { email, sandbox, port }: TokenWish,
  locked: SetupError,
): Promise<string> => {
  const response = await fetch(`http://localhost:${port}/_sandbox/v1/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-sandbox': sandbox ?? 'default' },
    body: JSON.stringify({ email }),
  }).catch(() => undefined)
  const { token, detail } = objectOrEmpty(await response?.json().catch(() => undefined))
  if (typeof token === 'string') return token
  if (typeof detail === 'string') throw new SetupError('option-invalid', detail)
  throw new SetupError(
    locked.code,
    `${locked.message}; no server on port ${port} gave a token either`,
    locked.place,
    `If a server runs on this folder, name its port with --port. ${locked.fix}`,
  )
}
