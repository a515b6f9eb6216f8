import { compileContract } from '../contract/compile.js'
import type { CredentialMint } from '../auth/credential-mint.js'
import type { VisitorNames } from '../auth/visitor-names.js'
import type { Contract } from '../contract/contract.js'
import { createGetSamples } from '../control/get-samples.js'
import { createControlHandlers, type MakeCredential } from '../control/control-handlers.js'
import { Problem, SetupError } from '../errors.js'
import type { SandboxRegistry } from '../sandbox/sandbox-registry.js'
import type { AnyHandler } from './any-handler.js'
import { warnWith } from './log-entry.js'
import { mintCredential } from './mint-credential.js'
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
  readonly credentials: CredentialMint
  readonly visitors: VisitorNames
  /** The origin of a sandbox. */
  readonly originOf: (sandbox: string) => string
  /** Its compiled contract. */
  readonly control: Contract
}

/** The contract of the control API, which no reload changes. */
export const controlContract = (): Promise<Contract> =>
  packagedContract('control', (source) => compileContract(source, 'control'))

/** The schemes of a request that names one which there is not are named to it. */
const credentialMaker =
  ({ served, credentials, originOf }: ControlParts): MakeCredential =>
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

/** The control API of a server: it tells which contracts are served now. */
export const createControlSurface = (parts: ControlParts): Surface => {
  const { settings, served, registry, control, visitors } = parts
  const getSamples = createGetSamples(served.map(({ contract }) => contract))
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
    handlers: new Map(
      Object.entries(
        createControlHandlers(facts, credentialMaker(parts), visitors.fresh, getSamples),
      ),
    ) as unknown as Map<string, AnyHandler>,
    registry,
    settings,
    answeredBy: 'control',
    warn: warnWith(settings.log),
  })
}
