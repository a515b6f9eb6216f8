import { SetupError } from '../errors.js'
import { isObject, objectOrEmpty } from '../lib/json-object.js'
import type { MintedCredential } from '../server/mint-credential.js'

/** What the control API answers, by the last part of the path. */
interface Answers {
  readonly tokens: { readonly token: string }
  readonly credentials: MintedCredential
}

/** Where a server may be running. */
export interface RunningServer {
  readonly sandbox: string | undefined
  readonly port: number
  /** What its control API may ask for. */
  readonly controlToken: string | undefined
  /** Why the data folder could not be opened; thrown, with advice, when no server answers. */
  readonly locked?: SetupError | undefined
}

const proof: Readonly<Record<keyof Answers, string>> = {
  tokens: 'token',
  credentials: 'credential',
}

/**
 * Has the server that runs on this machine make a token or a credential, through its control API.
 * @throws SetupError `option-invalid` when it cannot, e.g. because it knows no such user.
 */
export const askRunningServer = async <Kind extends keyof Answers>(
  kind: Kind,
  wish: object,
  { sandbox, port, controlToken, locked }: RunningServer,
): Promise<Answers[Kind]> => {
  const response = await fetch(`http://localhost:${port}/_sandbox/v1/${kind}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-sandbox': sandbox ?? 'default',
      ...(controlToken !== undefined && { authorization: `Bearer ${controlToken}` }),
    },
    body: JSON.stringify(wish),
  }).catch(() => undefined)
  const answer: unknown = await response?.json().catch(() => undefined)
  if (isObject(answer) && typeof answer[proof[kind]] === 'string')
    return answer as unknown as Answers[Kind]
  const { detail, fix } = objectOrEmpty(answer)
  if (typeof detail === 'string')
    throw new SetupError('option-invalid', detail, {}, typeof fix === 'string' ? fix : undefined)
  if (!locked)
    throw new SetupError(
      'option-invalid',
      `No server on port ${port} gave a credential`,
      {},
      'Name the CONTRACT, or the port of a running server with --port.',
    )
  throw new SetupError(
    locked.code,
    `${locked.message}; no server on port ${port} gave a token either`,
    locked.place,
    `If a server runs on this folder, name its port with --port. ${locked.fix}`,
  )
}
