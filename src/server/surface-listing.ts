import { answeredOperations, shadowedOperations } from './answered-operations.js'
import { exampleUrl } from './example-url.js'
import type { SurfaceListing } from './server.js'
import type { Site } from './site.js'
import type { Surface } from './surface.js'

const listingOf = async (site: Site, surface: Surface, most: number): Promise<SurfaceListing> => {
  const { title, base } = surface
  const docs = site.docs.contracts.find(({ contract }) => contract === surface.contract)
  const shadowed = shadowedOperations(site, surface)
  const answered = answeredOperations(site, surface)
  return {
    title,
    url: `${base}/`,
    ...(docs && { docs: docs.base }),
    count: answered.length,
    operations: await Promise.all(
      answered.slice(0, most).map(async (operation) => ({
        id: operation.id,
        method: operation.method,
        url: await exampleUrl(base, operation),
        ...(operation.summary !== undefined && { summary: operation.summary }),
      })),
    ),
    ...(shadowed.length > 0 && { shadowed }),
  }
}

/** What a server answers, for people: of each surface so many operations at most. */
export const surfaceListings = (site: Site, most = Infinity): Promise<readonly SurfaceListing[]> =>
  Promise.all(site.surfaces.map((surface) => listingOf(site, surface, most)))
