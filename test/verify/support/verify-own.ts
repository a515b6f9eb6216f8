import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Contract } from '../../../src/contract/contract.js'
import { createServer, type Server } from '../../../src/index.js'
import { isMintable } from '../../../src/server/mint-credential.js'
import { loadContracts, type ServedContract } from '../../../src/server/serve-contract.js'
import { createCredentials, type KnownCredentials } from '../../../src/verify/call/credentials.js'
import { createHttpSender } from '../../../src/verify/call/create-http-sender.js'
import type { Finding } from '../../../src/verify/finding.js'
import type { VerifyResult } from '../../../src/verify/outcome.js'
import type { RunSettings } from '../../../src/verify/stage.js'
import { verify } from '../../../src/verify/verify.js'

/** Where the documents are that are served in tests. */
export const documents = join(__dirname, '..', '..', 'fixtures', 'documents')

/** A finding as a line. */
export const told = ({ rule, method, path, message, case: id, status }: Finding): string =>
  `${rule} ${method} ${path} ${status ?? ''}: ${message} [${id ?? ''}]`

interface Verified {
  readonly server: Server
  readonly contract: Contract
  /** Below the origin. */
  readonly path: string
  readonly user: KnownCredentials
  readonly other: KnownCredentials
  readonly settings: Pick<RunSettings, 'stateless' | 'hasOther'>
}

/** Verifies a server of ours through a socket, and closes it. */
const verifyServer = async (verified: Verified): Promise<VerifyResult> => {
  const { server, contract, path, user, other, settings } = verified
  const { url } = await server.listen({ port: 0 })
  const monotonic = (): number => performance.now()
  const sender = createHttpSender({ base: url + path, monotonic, timeout: 10_000 })
  try {
    return await verify({
      contract,
      settings: { ...settings, nonce: 'n', safeOnly: false, rounds: 2 },
      credentials: createCredentials(contract, { user, other }),
      send: sender.send,
      now: Date.now,
      monotonic,
    })
  } finally {
    sender.close()
    await server.close()
  }
}

const servedFrom = async (contract: string | undefined): Promise<ServedContract> => {
  const [served] = await loadContracts(contract, {})
  return served ?? Promise.reject(new TypeError('There is no contract.'))
}

/** Verifies the mock of a document that we serve ourselves, as a user would with `--stateless`. */
export const verifyMock = async (file?: string): Promise<VerifyResult> => {
  const { contract, mockBase: path } = await servedFrom(file)
  const server = await createServer(
    file === undefined ? { watch: false } : { contract: file, state: 'off', watch: false },
  )
  const names = [...contract.securitySchemes.keys()]
  const user = new Map(names.map((name) => [name, 'user:password']))
  const settings = { stateless: true, hasOther: false }
  return verifyServer({ server, contract, path, user, other: user, settings })
}

const credentialsOf = async (
  server: Server,
  { securitySchemes }: Contract,
  user: string,
): Promise<KnownCredentials> => {
  const known = new Map<string, string>()
  for (const [scheme, about] of securitySchemes)
    if (isMintable(about)) known.set(scheme, (await server.credential({ scheme, user })).credential)
  return known
}

/**
 * Verifies our sandbox with everything that is planned. Credentials are judged: by default inferred
 * state takes any that are present (decision 043), which is what V112 finds.
 */
export const verifySandbox = async (file?: string): Promise<VerifyResult> => {
  const { contract } = await servedFrom(file)
  const server = await createServer(
    file === undefined
      ? { watch: false }
      : { contract: file, state: 'on', auth: 'verify', watch: false },
  )
  const user =
    file === undefined
      ? new Map([['bearer', await server.token('user@example.com')]])
      : await credentialsOf(server, contract, 'user@example.com')
  const settings = { stateless: false, hasOther: false }
  return verifyServer({ server, contract, path: '', user, other: user, settings })
}
