import { setTimeout as delay } from 'node:timers/promises'
import type { Contract } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import { systemClock } from '../sandbox/clock.js'
import { JournalReader } from '../sandbox/journal-reader.js'
import { secureRandom } from '../sandbox/random.js'
import type { Patience } from '../sandbox/wait-until.js'
import { createAnswer } from './answer.js'
import { BackgroundDiagnosis } from './background-diagnosis.js'
import { createCallbacks } from './callbacks.js'
import { ContractNews } from './contract-news.js'
import { createControlAccess, requireStrongToken } from './control-access.js'
import { ContractReload } from './contract-reload.js'
import { controlContract } from './control-surface.js'
import { createCurrentSite, type CurrentSite } from './current-site.js'
import { createMiddleware } from './express-bridge.js'
import { FaultLog } from './fault-log.js'
import { handlersFor } from './handlers-for.js'
import { isLoopbackHost } from './host.js'
import { IdleSweep } from './idle-sweep.js'
import { createInProcessFetch } from './in-process.js'
import { listen, type Listening } from './listen.js'
import { openSandboxes } from './open-sandboxes.js'
import { createRequestIds } from './request-ids.js'
import { openSeedFolder } from './seed-folder.js'
import { mintCredential, type CredentialOptions, type MintedCredential } from './mint-credential.js'
import { packageVersion } from './package-files.js'
import { createSandboxHandle, urlOf } from './sandbox-handle.js'
import { sendWebhook } from './send-webhook.js'
import { loadContracts } from './serve-contract.js'
import type { Server } from './server.js'
import { settingsOf, type ServerOptions, type ServerSettings } from './server-options.js'
import { surfaceListings } from './surface-listing.js'
import { tokenFor } from './token-for.js'
import { watchContracts } from './watch-contracts.js'

export type { Server } from './server.js'
export type { ServerOptions } from './server-options.js'

/** Whoever opens a server to others says how far they are trusted. */
const requireSaidProfile = (host: string | undefined, profile: ServerOptions['profile']): void => {
  if (profile !== undefined || host === undefined || isLoopbackHost(host)) return
  throw new SetupError(
    'option-unsafe',
    `Listening on ${host} opens the server to other machines, and no profile is given`,
    {},
    'Give profile: local for a network you trust, public for any other.',
  )
}

/** What tells of faults in contracts. */
const createReports = (settings: ServerSettings, contracts: readonly Contract[]) => {
  const faults = new FaultLog(settings.log)
  const news = new ContractNews(settings.log, faults)
  const diagnosis = new BackgroundDiagnosis(faults, settings.log)
  contracts.forEach((contract) => news.faults(contract))
  return { faults, news, diagnosis }
}

/** The ports that are open, and where sandboxes are reached through the first of them. */
const createPorts = () => {
  const open: Listening[] = []
  return { open, originOf: (sandbox: string) => urlOf(sandbox, open[0]?.port) }
}

/** Where a sandbox is, as credentials that are made for it name it. */
const issuers =
  ({ publicUrl }: ServerSettings, { originOf }: ReturnType<typeof createPorts>) =>
  (sandbox: string): string => {
    if (publicUrl === undefined) return originOf(sandbox)
    return sandbox === 'default' ? publicUrl : `${publicUrl}/@${sandbox}`
  }

/** What waits in this server: until `closing` is aborted. */
const createPatience = () => {
  const closing = new AbortController()
  const patience: Patience = {
    delay: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
    closing: closing.signal,
  }
  return { closing, patience }
}

/** Opens what a server is made of. */
const assemble = async (options: ServerOptions) => {
  const settings = settingsOf(options)
  const access = createControlAccess(options, settings, secureRandom)
  const watch = options.watch ? await watchContracts(options) : undefined
  const served = await loadContracts(options.contract, options)
  const contracts = served.map(({ contract }) => contract)
  handlersFor(contracts, options.handlers)
  const { faults, news, diagnosis } = createReports(settings, contracts)
  const control = await controlContract()
  const seedFolder = await openSeedFolder(settings.seeds)
  const sandboxes = await openSandboxes(options, settings, control)
  const { store, registry, credentials, journals, worlds } = sandboxes
  const sweep = new IdleSweep(worlds)
  const { closing, patience } = createPatience()
  const ports = createPorts()
  const issuerOf = issuers(settings, ports)
  const given = options.handlers
  const onServe = (now: typeof served) => diagnosis.follow(now.map(({ contract }) => contract))
  const callbacks = createCallbacks(settings)
  const parts = {
    ...{ settings, access, faults, given, ...sandboxes, seedFolder, originOf: issuerOf },
    ...{ control, callbacks, onServe, patience },
  }
  const current = await createCurrentSite(parts, served)
  news.conflicts(current.site(), served)
  const reload = new ContractReload(current, news)
  await watch?.start(current, reload)
  void sweep.run()
  const listening = {
    answer: createAnswer(current.site),
    maxBody: settings.maxBody,
    nextId: createRequestIds(secureRandom),
    isExposed: access.asksEverybody,
  }
  return {
    ...{ current, reload, watch, store, registry, diagnosis, ports, issuerOf, credentials },
    ...{ journals, closing, parts: listening, access, sweep },
  }
}

const operationIdsOf = (current: CurrentSite): readonly string[] => [
  ...new Set(current.served().flatMap(({ contract }) => [...contract.byId.keys()])),
]

/** What handles of sandboxes read. */
const readingOf = ({ current, journals }: Awaited<ReturnType<typeof assemble>>) => {
  const operationIds = () => operationIdsOf(current)
  const version = packageVersion()
  return { operationIds, journal: new JournalReader({ journals, operationIds, version }) }
}

const contractsOf = (current: CurrentSite): readonly Contract[] =>
  current.served().map(({ contract }) => contract)

const webhooksOf = (current: CurrentSite) =>
  current.served().flatMap(({ contract }) =>
    contract.webhooks.map(({ name, operation: { method, summary } }) => ({
      name,
      method,
      ...(summary !== undefined && { summary }),
    })),
  )

/** The contract that has a webhook of this name, else the first one, which then says that it has none. */
const contractWith = (current: CurrentSite, webhook: string): Contract => {
  const contracts = contractsOf(current)
  const has = ({ webhooks }: Contract) => webhooks.some(({ name }) => name === webhook)
  return contracts.find(has) ?? (contracts[0] as Contract)
}

const credentialFrom = async (
  { current, credentials, issuerOf, registry }: Awaited<ReturnType<typeof assemble>>,
  wish: CredentialOptions,
): Promise<MintedCredential> => {
  const { sandbox = 'default' } = wish
  await registry.ready(sandbox)
  const clock = registry.ownClock(sandbox) ?? systemClock
  const parts = { credentials, clock, random: secureRandom, issuer: issuerOf(sandbox) }
  return mintCredential({ contracts: contractsOf(current), ...parts }, wish)
}

/** Overloaded, because TypeScript types inline handlers only when the options are not optional. */
export interface CreateServer {
  (): Promise<Server>
  (options: ServerOptions): Promise<Server>
}

/**
 * Makes a server: mock, sandbox and control API of one contract or of several. It listens nowhere until
 * asked to.
 * @throws SetupError when a contract, the seed, the data folder, a handler or an option cannot be
 *   used; never ends the process.
 */
export const createServer: CreateServer = async (options: ServerOptions = {}) => {
  const assembled = await assemble(options)
  const { current, reload, watch, store, registry, diagnosis, ports, parts, access, sweep } =
    assembled
  const fetch = createInProcessFetch(parts)
  const { open, originOf } = ports
  const handleParts = {
    ...{ registry, originOf, ...readingOf(assembled) },
    fetch: (request: Request) => fetch(request, true),
  }
  return {
    controlToken: access.token,
    fetch: (request) => fetch(request),
    listen: async (where = {}) => {
      requireSaidProfile(where.host, options.profile)
      requireStrongToken(access, where.host)
      const listening = await listen(parts, where)
      open.push(listening)
      diagnosis.start()
      return { url: listening.url, port: listening.port }
    },
    middleware: () => createMiddleware(parts),
    sandbox: (name = 'default') => createSandboxHandle(name, handleParts),
    token: (email, sandbox) => tokenFor(registry, email, sandbox),
    credential: (wish = {}) => credentialFrom(assembled, wish),
    webhooks: () => webhooksOf(current),
    webhook: (name, given) => sendWebhook(contractWith(current, name), name, given),
    contracts: () => contractsOf(current),
    surfaces: (most) => surfaceListings(current.site(), most),
    reload: () => reload.run().finally(() => watch?.follow(current)),
    close: async () => {
      assembled.closing.abort()
      ;[sweep, diagnosis].forEach((one) => one.stop())
      current.site().callbacks.close()
      await watch?.close()
      await Promise.all(open.splice(0).map((listening) => listening.close()))
      await store.close()
    },
  }
}
