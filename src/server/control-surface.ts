import { compileContract } from '../contract/compile.js'
import type { Contract } from '../contract/contract.js'
import { createControlHandlers } from '../control/control-handlers.js'
import type { SandboxRegistry } from '../sandbox/sandbox-registry.js'
import type { AnyHandler } from './any-handler.js'
import { warnWith } from './log-entry.js'
import { packagedContract, packageVersion } from './package-files.js'
import { SandboxSurface } from './sandbox-surface.js'
import type { ServedContract } from './serve-contract.js'
import type { ServerSettings } from './server-options.js'
import type { Surface } from './surface.js'

/** What the control API is made of. */
export interface ControlParts {
  readonly settings: ServerSettings
  readonly served: readonly ServedContract[]
  readonly registry: SandboxRegistry<AnyHandler>
  /** Its compiled contract. */
  readonly control: Contract
}

/** The contract of the control API, which no reload changes. */
export const controlContract = (): Promise<Contract> =>
  packagedContract('control', (source) => compileContract(source, 'control'))

/** The control API of a server: it tells which contracts are served now. */
export const createControlSurface = ({
  settings,
  served,
  registry,
  control,
}: ControlParts): Surface => {
  const facts = {
    version: packageVersion(),
    contracts: served.map(({ contract: { title, version, slug, operations } }) => ({
      title,
      version,
      slug,
      operations: operations.length,
    })),
  }
  return new SandboxSurface({
    title: 'Control API',
    kind: 'control',
    base: '/_sandbox/v1',
    contract: control,
    handlers: new Map(Object.entries(createControlHandlers(facts))) as Map<string, AnyHandler>,
    registry,
    settings,
    answeredBy: 'control',
    warn: warnWith(settings.log),
  })
}
