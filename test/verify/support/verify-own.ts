import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createServer, type ServerOptions } from '../../../src/index.js'
import { loadContracts } from '../../../src/server/serve-contract.js'
import { createCredentials } from '../../../src/verify/call/credentials.js'
import { createHttpSender } from '../../../src/verify/call/create-http-sender.js'
import type { Finding } from '../../../src/verify/finding.js'
import type { VerifyResult } from '../../../src/verify/outcome.js'
import { verify } from '../../../src/verify/verify.js'

/** Where the documents are that are served in tests. */
export const documents = join(__dirname, '..', '..', 'fixtures', 'documents')

/** A finding as a line. */
export const told = ({ rule, method, path, message, case: id, status }: Finding): string =>
  `${rule} ${method} ${path} ${status ?? ''}: ${message} [${id ?? ''}]`

/** Verifies the mock of a document that we serve ourselves, as a user would with `--stateless`. */
export const verifyMock = async (contract?: string): Promise<VerifyResult> => {
  const options: ServerOptions = contract === undefined ? {} : { contract, state: 'off' }
  const server = await createServer({ ...options, watch: false })
  const [served] = await loadContracts(contract, {})
  if (!served) return Promise.reject(new TypeError('There is no contract.'))
  const { url } = await server.listen({ port: 0 })
  const monotonic = (): number => performance.now()
  const sender = createHttpSender({ base: url + served.mockBase, monotonic, timeout: 10_000 })
  const names = [...served.contract.securitySchemes.keys()]
  const placeholders = new Map(names.map((name) => [name, 'user:password']))
  try {
    return await verify({
      contract: served.contract,
      settings: { stateless: true, nonce: 'n', hasOther: false, safeOnly: false, rounds: 1 },
      credentials: createCredentials(served.contract, { user: placeholders, other: placeholders }),
      send: sender.send,
      now: Date.now,
      monotonic,
    })
  } finally {
    sender.close()
    await server.close()
  }
}
