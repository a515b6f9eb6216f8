import { compileContract } from '../contract/compile.js'
import type { CredentialMint } from '../auth/credential-mint.js'
import type { VisitorNames } from '../auth/visitor-names.js'
import type { Contract, Operation } from '../contract/contract.js'
import type { ControlContext } from '../control/control-context.js'
import { createControlHandlers } from '../control/control-handlers.js'
import { createGetSamples } from '../control/get-samples.js'
import type { MakeCredential } from '../control/sandbox-handlers.js'
import type { SandboxDetails } from '../control/sandboxes-handlers.js'
import type { Seeds } from '../control/seed-handlers.js'
import { Problem, SetupError } from '../errors.js'
import type { Reply } from '../exchange.js'
import type { RecordCollection } from '../sandbox/record-collection.js'
import { clockSettings, shownClock } from '../sandbox/clock-setting.js'
import { systemClock } from '../sandbox/clock.js'
import { JournalReader } from '../sandbox/journal-reader.js'
import type { Journals } from '../sandbox/journals.js'
import type { SandboxRegistry } from '../sandbox/sandbox-registry.js'
import type { Snapshots } from '../sandbox/snapshots.js'
import type { Worlds } from '../sandbox/worlds.js'
import type { Store } from '../store/store.js'
import type { Patience } from '../sandbox/wait-until.js'
import { admit } from './admit.js'
import type { AnyHandler, AnyReply } from './any-handler.js'
import { handlerReply } from './handler-reply.js'
import { originOf } from './issuer-of.js'
import { mintCredential } from './mint-credential.js'
import { packagedContract, packageVersion } from './package-files.js'
import type { ServedContract } from './serve-contract.js'
import type { ServerSettings } from './server-options.js'
import type { Surface } from './surface.js'
import { cookieOf } from './trusted-origin.js'
import { readVisitBody } from './read-visit-body.js'
import type { Visit } from './visit.js'

/** What the control API is made of. */
export interface ControlSurfaceParts {
  readonly settings: ServerSettings
  readonly served: readonly ServedContract[]
  readonly registry: SandboxRegistry<AnyHandler>
  readonly credentials: CredentialMint
  readonly visitors: VisitorNames
  /** The origin of a sandbox. */
  readonly originOf: (sandbox: string) => string
  readonly journals: Journals
  readonly patience: Patience
  /** Its compiled contract. */
  readonly control: Contract
  readonly store: Store
  readonly worlds: Worlds
  readonly snapshots: Snapshots
  readonly seeds: Seeds
  /** The records that the contracts keep, for people who set up tests. */
  readonly collections: () => Promise<readonly RecordCollection[]>
}

/** The contract of the control API, which no reload changes; tests see to it that it has no fault. */
export const controlContract = (): Promise<Contract> =>
  packagedContract('control', (source) => compileContract(source, 'control', true))

/** The schemes of a request that names one which there is not are named to it. */
const credentialMaker =
  ({ served, credentials, originOf }: ControlSurfaceParts): MakeCredential =>
  (wish = {}, { name, clock, random }) => {
    const contracts = served.map(({ contract }) => contract)
    const parts = { contracts, credentials, clock, random, issuer: originOf(name) }
    try {
      return mintCredential(parts, { ...wish, sandbox: name })
    } catch (error) {
      if (!(error instanceof SetupError)) throw error
      throw new Problem('not-found', { detail: error.message, fix: error.fix })
    }
  }

/** What a collection of the store is called: those of inferred state are named after the contract as well. */
const collectionName =
  ({ served }: ControlSurfaceParts) =>
  (stored: string): string => {
    const prefixes = served.map(({ contract }) => `resources/${contract.slug}/`)
    const prefix = prefixes.find((one) => stored.startsWith(one)) ?? ''
    return stored.slice(prefix.length)
  }

/** What sandboxes, snapshots, records and seeds are acted on with. */
const worldParts = (parts: ControlSurfaceParts) => {
  const { store, worlds, snapshots, seeds, collections, registry } = parts
  return {
    ...{ store, worlds, snapshots, seeds, collections },
    freshName: parts.visitors.fresh,
    isIssued: parts.visitors.isIssued,
    isPublic: parts.settings.profile === 'public',
    open: registry.open,
    collectionName: collectionName(parts),
    details: (name: string): SandboxDetails => ({
      clock: shownClock(store.peek(name, clockSettings)?.[0], systemClock),
      faults: registry.faultRules.of(name).length,
      journal: parts.journals.find(name)?.count ?? 0,
    }),
  }
}

const handlersOf = (parts: ControlSurfaceParts) => {
  const contracts = parts.served.map(({ contract }) => contract)
  const { journals, patience, registry } = parts
  const operationIds = () => contracts.flatMap(({ byId }) => [...byId.keys()])
  const version = packageVersion()
  return createControlHandlers({
    ...{ journals, patience },
    journalReader: new JournalReader({ journals, operationIds, version }),
    subscribe: registry.subscribe,
    peekMails: registry.peekMails,
    facts: {
      version,
      contracts: contracts.map(({ title, version, slug, operations }) => ({
        ...{ title, version, slug },
        operations: operations.length,
      })),
    },
    getSamples: createGetSamples(contracts),
    makeCredential: credentialMaker(parts),
    ...worldParts(parts),
    machine: systemClock,
    contracts,
    faultRules: parts.registry.faultRules,
    scripts: parts.registry.scripts,
  })
}

/** A handler of the control API, whatever its operation: what it gets was judged by the contract. */
type AnyControlHandler = (
  request: ControlContext & {
    readonly params: Readonly<Record<string, unknown>>
    readonly query: Readonly<Record<string, unknown>>
    readonly body: unknown
  },
) => AnyReply | Promise<AnyReply>

/** @throws Problem `reply-broken` (500) when a handler answers what the contract does not say. */
const checked = (operation: Operation, given: AnyReply): Reply => {
  const { reply, violations } = handlerReply(operation, given)
  if (violations.length === 0) return reply
  const list = violations.map((violation) => violation.message).join('; ')
  throw new Problem('reply-broken', {
    detail: `The handler of ${operation.id} answered ${given.status} against the contract: ${list}`,
  })
}

/** What streams without end is not begun for whoever wants its headers only. */
const withoutStream = (reply: Reply): Reply => {
  const { body } = reply
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) return reply
  void body[Symbol.asyncIterator]().return?.()
  return { ...reply, body: '' }
}

/**
 * The control API of a server: it tells which contracts are served now. Its handlers open the transactions
 * they need themselves: some wait, which nothing may do in a transaction.
 */
export const createControlSurface = (parts: ControlSurfaceParts): Surface => {
  const { settings, registry, control } = parts
  const handlers = new Map(
    Object.entries(handlersOf(parts) as unknown as Record<string, AnyControlHandler>),
  )
  const respond = async (visit: Visit, operation: Operation): Promise<Reply> => {
    const { exchange, selection } = visit
    visit.answeredBy = 'control'
    const bytes = await readVisitBody(visit)
    const { path: params, query, body } = admit(visit, operation, bytes, 'error')
    // Every operation has one: it would not compile otherwise.
    const handler = handlers.get(operation.id) as AnyControlHandler
    const { sandbox } = selection
    const cookie = cookieOf(visit, settings)
    const given = await handler({
      ...{ params, query, body, sandbox, principal: undefined, headers: exchange.headers },
      signal: exchange.signal?.(),
      transaction: (work) => registry.run(sandbox, cookie, work),
      serverUrl: originOf(visit) + exchange.mount,
    })
    const reply = checked(operation, given)
    visit.headers.push('X-Answered-By', 'control')
    return exchange.method === 'HEAD' ? withoutStream(reply) : reply
  }
  return { title: 'Control API', kind: 'control', base: '/_sandbox/v1', contract: control, respond }
}
