import type { Auth } from '../auth/auth.js'
import type { CredentialMint } from '../auth/credential-mint.js'
import type { VisitorNames } from '../auth/visitor-names.js'
import type { Contract } from '../contract/contract.js'
import type { Seeds } from '../control/seed-handlers.js'
import { createConsolePage } from '../console/console-page.js'
import { systemClock } from '../sandbox/clock.js'
import { once } from '../lib/once.js'
import type { ResourceSeed } from '../resources/records/first-records.js'
import type { Journals } from '../sandbox/journals.js'
import type { SandboxRegistry } from '../sandbox/sandbox-registry.js'
import type { Snapshots } from '../sandbox/snapshots.js'
import type { Worlds } from '../sandbox/worlds.js'
import type { Store } from '../store/store.js'
import type { Patience } from '../sandbox/wait-until.js'
import { createAreas } from './area.js'
import { collectionsOf } from './collections-of.js'
import type { AnyHandler } from './any-handler.js'
import { createBoundedDelay } from './bounded-delay.js'
import type { Callbacks } from './callbacks.js'
import type { ControlAccess } from './control-access.js'
import { createControlSurface } from './control-surface.js'
import { createDocsSurface } from './docs-surface.js'
import { createSeeds } from './create-seeds.js'
import type { FaultLog } from './fault-log.js'
import type { HandlersById } from './handlers-for.js'
import { createHostCheck } from './host.js'
import { loadLanding } from './landing.js'
import { createLoggedMock, createMockSurface } from './mock-surface.js'
import { inferState, requireKnownResources, type InferredState } from './infer-state.js'
import { packageFile, packageVersion } from './package-files.js'
import { rootConflicts } from './root-conflicts.js'
import type { OAuthSurface } from './oauth-surface.js'
import { createRootSurface, isOwnContract } from './root-surface.js'
import type { SeedFolder } from './seed-folder.js'
import type { ServedContract } from './serve-contract.js'
import type { ServerSettings } from './server-options.js'
import type { Site } from './site.js'

/** What the surfaces of a server are made of. */
export interface SiteParts {
  readonly settings: ServerSettings
  readonly access: ControlAccess
  readonly faults: FaultLog
  /** In the order in which they were named: the first one wins at the root. */
  readonly served: readonly ServedContract[]
  /** For each contract. */
  readonly handlers: readonly HandlersById[]
  readonly registry: SandboxRegistry<AnyHandler>
  readonly credentials: CredentialMint
  readonly visitors: VisitorNames
  readonly store: Store
  readonly auth: Auth
  readonly worlds: Worlds
  readonly snapshots: Snapshots
  readonly seedFolder: SeedFolder
  /** The origin of a sandbox. */
  readonly originOf: (sandbox: string) => string
  /** The first records of resources, where a seed has them. */
  readonly seed?: ResourceSeed | undefined
  readonly journals: Journals
  readonly patience: Patience
  /** The compiled contract of the control API. */
  readonly control: Contract
  /** Callbacks outlive the site that planned them. */
  readonly callbacks: Callbacks
}

/** An id means the operation of the first contract that has it: other contracts see no replacement. */
const registryFor = (
  { registry, served }: SiteParts,
  index: number,
): SandboxRegistry<AnyHandler> => {
  const before = served.slice(0, index)
  if (before.length === 0) return registry
  const isTaken = (id: string) => before.some(({ contract }) => contract.byId.has(id))
  return {
    ...registry,
    replaced: (name, id) => (isTaken(id) ? undefined : registry.replaced(name, id)),
  }
}

const handlersOf = ({ handlers }: SiteParts, index: number): HandlersById =>
  handlers[index] ?? new Map<string, AnyHandler>()

/** The inferred state of each contract. */
const inferEach = async (parts: SiteParts): Promise<readonly InferredState[]> => {
  const { served, settings, seed } = parts
  const inferred = await Promise.all(
    served.map(({ contract, corrections }, index) =>
      inferState({ contract, corrections, handlers: handlersOf(parts, index), settings, seed }),
    ),
  )
  await requireKnownResources(seed, inferred)
  return inferred
}

/** What the operations of a contract that is not ours do to sessions, where state is kept. */
const sessionsOf = async ({ contract }: ServedContract, { state }: ServerSettings) => {
  if (state === 'off' || isOwnContract(contract)) return undefined
  const { createSessionOperations } = await import('../resources/inference/session-operations.js')
  return createSessionOperations(contract)
}

/** The OAuth 2.0 endpoints of contracts that are not ours; loaded only where there are such. */
const oauthOf = async (
  { served, settings, registry }: SiteParts,
  states: readonly InferredState[],
): Promise<OAuthSurface | undefined> => {
  const contracts = served.map(({ contract }) => contract).filter((one) => !isOwnContract(one))
  if (contracts.length === 0) return undefined
  const { createOAuthSurface } = await import('./oauth-surface.js')
  const people = states.flatMap(({ handlers }) => handlers ?? [])
  return createOAuthSurface({ settings, registry, people, contracts })
}

/** What the root of a contract is made of, beside the contract. */
interface RootState {
  readonly inferred: InferredState['handlers']
  readonly tools: InferredState['tools']
  readonly sessionOf: Awaited<ReturnType<typeof sessionsOf>>
}

/** Mock and root of each contract; several are told apart by their slug. */
const contractSurfaces = (parts: SiteParts, states: readonly RootState[]) =>
  parts.served.map(({ contract, mockBase }, index) => {
    const { settings, faults, served } = parts
    const titled = (title: string) => (served.length > 1 ? `${title} of ${contract.slug}` : title)
    const answers = createLoggedMock(contract, settings, faults)
    const mock = createMockSurface(contract, mockBase, settings, answers)
    const registry = registryFor(parts, index)
    const own = handlersOf(parts, index)
    const state = states[index] as RootState
    const { isOurs } = parts.credentials
    const root = { contract, settings, handlers: own, registry, titled, isOurs, ...state }
    return {
      mock: { ...mock, title: titled(mock.title) },
      root: createRootSurface(root, answers),
      answers,
    }
  })

const seedsOf = (
  { seedFolder: folder, auth, settings, seed: usual }: SiteParts,
  states: readonly InferredState[],
): Seeds => createSeeds({ folder, auth, settings, states, usual })

/**
 * Puts the surfaces of a server together.
 * @throws SetupError `seed-unreadable` when the seed has records of a resource that there is not.
 */
export const createSite = async (parts: SiteParts): Promise<Site> => {
  const { settings, faults, served } = parts
  const states = await inferEach(parts)
  const sessions = await Promise.all(served.map((one) => sessionsOf(one, settings)))
  const rootStates = states.map(({ handlers: inferred, tools }, index) => ({
    ...{ inferred, tools, sessionOf: sessions[index] },
  }))
  const own = contractSurfaces(parts, rootStates)
  const roots = own.map(({ root }) => root)
  const collections = once(() => collectionsOf(served, states, settings))
  const control = createControlSurface({ ...parts, collections, seeds: seedsOf(parts, states) })
  const surfaces = [...own.map(({ mock }) => mock), control, ...roots]
  const site: Site = {
    settings,
    faults,
    surfaces,
    areas: createAreas(surfaces),
    conflicts: rootConflicts(roots),
    hasLanding: !served.some(({ contract }) => contract.routes.match('/') !== undefined),
    oauth: await oauthOf(parts, states),
    console: createConsolePage(packageFile('dist/console/page')),
    docs: createDocsSurface(parts, states),
    version: packageVersion(),
    clock: systemClock,
    journals: parts.journals,
    visitors: parts.visitors,
    access: parts.access,
    checkHost: createHostCheck(settings.allowHost),
    callbacks: parts.callbacks,
    delay: createBoundedDelay(),
    sandboxes: parts.registry,
    mocks: new Map(own.map(({ root, answers }) => [root.contract, answers])),
    landing: once(() => loadLanding(site)),
  }
  return site
}
