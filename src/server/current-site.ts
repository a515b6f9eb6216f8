import { createSite, type SiteParts } from './create-site.js'
import { handlersFor } from './handlers-for.js'
import type { ServedContract } from './serve-contract.js'
import type { HandlerMap } from './server-options.js'
import type { Site } from './site.js'

/** What stays when contracts change: state, settings, handlers. */
export interface LastingParts extends Omit<SiteParts, 'served' | 'handlers'> {
  readonly given: HandlerMap | undefined
  /** Called with what is served from then on. */
  readonly onServe: (served: readonly ServedContract[]) => void
}

/** What a server serves at the moment. */
export interface CurrentSite {
  readonly site: () => Site
  readonly served: () => readonly ServedContract[]
  /**
   * Serves these contracts from the next request on; requests that have begun end as they began.
   * @throws SetupError `handlers-invalid`, `state-correction` or `seed-unreadable`; nothing has changed then.
   */
  readonly replace: (served: readonly ServedContract[]) => Promise<void>
}

/**
 * Begins to serve.
 * @throws SetupError `handlers-invalid`, `state-correction` or `seed-unreadable`.
 */
export const createCurrentSite = async (
  { given, onServe, ...parts }: LastingParts,
  first: readonly ServedContract[],
): Promise<CurrentSite> => {
  const siteOf = async (served: readonly ServedContract[]): Promise<Site> => {
    const contracts = served.map(({ contract }) => contract)
    return createSite({ ...parts, served, handlers: handlersFor(contracts, given) })
  }
  let now = { served: first, site: await siteOf(first) }
  onServe(first)
  return {
    site: () => now.site,
    served: () => now.served,
    replace: async (served) => {
      now = { served, site: await siteOf(served) }
      onServe(served)
    },
  }
}
