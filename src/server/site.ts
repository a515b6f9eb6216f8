import type { VisitorNames } from '../auth/visitor-names.js'
import type { ConsolePage } from '../console/console-page.js'
import type { LandingPage } from '../docs-site/landing-page.js'
import type { UrlPlace } from '../docs-site/site-urls.js'
import type { Contract } from '../contract/contract.js'
import type { Mock } from '../mock/mock.js'
import type { Clock } from '../sandbox/clock.js'
import type { Journals } from '../sandbox/journals.js'
import type { SandboxRegistry } from '../sandbox/sandbox-registry.js'
import type { AnyHandler } from './any-handler.js'
import type { Area } from './area.js'
import type { Callbacks } from './callbacks.js'
import type { ControlAccess } from './control-access.js'
import type { DocsSurface } from './docs-surface.js'
import type { FaultLog } from './fault-log.js'
import type { Host } from './host.js'
import type { OAuthSurface } from './oauth-surface.js'
import type { RootConflict } from './root-conflicts.js'
import type { ServerSettings } from './server-options.js'
import type { Surface } from './surface.js'

/** What a server serves, and how: everything that answering needs and that no request changes. */
export interface Site {
  readonly settings: ServerSettings
  readonly faults: FaultLog
  /** In the order in which they are listed. */
  readonly surfaces: readonly Surface[]
  /** The same by base path: the more particular ones first, the root last. */
  readonly areas: readonly Area[]
  /** The operations that several contracts have, which the root answers for one of them only. */
  readonly conflicts: readonly RootConflict[]
  /** True when no operation of a contract has the path `/`. */
  readonly hasLanding: boolean
  /** The page at `/`; loaded when it is first asked for. */
  readonly landing: () => Promise<(place: UrlPlace) => Promise<LandingPage>>
  /** The OAuth 2.0 endpoints of contracts that are not ours. */
  readonly oauth: OAuthSurface | undefined
  /** The page at `/_sandbox/`, for people. */
  readonly console: ConsolePage
  /** Pages and bundles of the contracts. */
  readonly docs: DocsSurface
  readonly version: string
  /** What was asked of each sandbox, and answered. */
  readonly journals: Journals
  readonly clock: Clock
  /** The names of sandboxes that strangers get. */
  readonly visitors: VisitorNames
  /** Who may use the control API. */
  readonly access: ControlAccess
  readonly checkHost: (header: string | undefined, mustBeKnown: boolean) => Host
  readonly callbacks: Callbacks
  /** What every sandbox has of its own: its clock, its fault rules, its scripts. */
  readonly sandboxes: Pick<
    SandboxRegistry<AnyHandler>,
    'ready' | 'ownClock' | 'faultRules' | 'scripts' | 'uses'
  >
  /** What answers as a contract documents. */
  readonly mocks: ReadonlyMap<Contract, Mock>
  /** Resolves after that many milliseconds; at once where too many wait already. */
  readonly delay: (milliseconds: number) => Promise<void>
}
