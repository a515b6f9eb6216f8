import { setTimeout as delay } from 'node:timers/promises'
import { compileContract } from '../contract/compile.js'
import type { Contract } from '../contract/contract.js'
import { createControlHandlers } from '../control/control-handlers.js'
import { systemClock } from '../sandbox/clock.js'
import type { SandboxRegistry } from '../sandbox/sandbox-registry.js'
import type { AnyHandler } from './any-handler.js'
import { createCallbacks } from './callbacks.js'
import { createHostCheck } from './host.js'
import type { Mock } from '../mock/mock.js'
import { createLoggedMock, createMockSurface } from './mock-surface.js'
import { packagedContract, packageVersion } from './package-files.js'
import { SandboxSurface } from './sandbox-surface.js'
import type { ServedContract } from './serve-contract.js'
import type { ServerSettings } from './server-options.js'
import type { Site } from './site.js'
import type { Surface } from './surface.js'

/** What the surfaces of a server are made of. */
export interface SiteParts {
  readonly settings: ServerSettings
  readonly served: ServedContract
  readonly handlers: ReadonlyMap<string, AnyHandler>
  readonly registry: SandboxRegistry<AnyHandler>
}

const warnWith = (settings: ServerSettings) => (message: string) =>
  settings.log({ level: 'warn', time: new Date(systemClock.now()).toISOString(), message })

const controlSurface = async ({ settings, served, registry }: SiteParts): Promise<Surface> => {
  const { title, version, slug, operations } = served.contract
  const facts = {
    version: packageVersion(),
    contracts: [{ title, version, slug, operations: operations.length }],
  }
  const contract = await packagedContract('control', (source) => compileContract(source, 'control'))
  return new SandboxSurface({
    title: 'Control API',
    kind: 'control',
    base: '/_sandbox/v1',
    contract,
    handlers: new Map(Object.entries(createControlHandlers(facts))) as Map<string, AnyHandler>,
    registry,
    settings,
    answeredBy: 'control',
    verifies: true,
    warn: warnWith(settings),
  })
}

/**
 * A contract without handlers has no state: its root answers as its mock does, unless the handler of
 * an operation was replaced in the sandbox.
 */
const rootSurface = (
  { settings, served, handlers, registry }: SiteParts,
  answers: Mock,
): Surface => {
  const { contract } = served
  const stateful = new SandboxSurface({
    title: 'Sandbox',
    kind: 'sandbox',
    base: '',
    contract,
    handlers,
    registry,
    settings,
    answeredBy: 'handler',
    // Only who can log in has a token that can be verified.
    verifies: contract.byId.has('AuthController_login'),
    warn: warnWith(settings),
  })
  if (handlers.size > 0) return stateful
  const mock = createMockSurface(contract, '', settings, answers)
  return {
    ...mock,
    title: 'Root (mock)',
    respond: (visit, operation) =>
      registry.replaced(visit.selection.sandbox, operation.id) === undefined
        ? mock.respond(visit, operation)
        : stateful.respond(visit, operation),
  }
}

const hasRootPath = (contract: Contract): boolean => contract.routes.match('/') !== undefined

/** Puts the surfaces of a server together. */
export const createSite = async (parts: SiteParts): Promise<Site> => {
  const { settings, served } = parts
  const mock = createLoggedMock(served.contract, settings)
  return {
    settings,
    surfaces: [
      createMockSurface(served.contract, served.mockBase, settings, mock),
      await controlSurface(parts),
      rootSurface(parts, mock),
    ],
    hasLanding: !hasRootPath(served.contract),
    version: packageVersion(),
    clock: systemClock,
    checkHost: createHostCheck(settings.allowHost),
    callbacks: createCallbacks(settings),
    delay: (milliseconds) => delay(milliseconds),
  }
}
