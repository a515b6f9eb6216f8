import { warnWith, type Log } from './log-entry.js'
import type { RootConflict } from './root-conflicts.js'
import type { ServedContract } from './serve-contract.js'
import type { Site } from './site.js'
import { mockBaseOf } from './answered-operations.js'

/** How many are named one by one: of two versions of a contract nearly all operations are the same. */
const maxTold = 20

/** Tells the log which operations the root answers for one of several contracts only. */
export const tellConflicts = (site: Site, served: readonly ServedContract[], log: Log): void => {
  const warn = warnWith(log)
  const nameOf = ({ surface, winner }: RootConflict, of: 'surface' | 'winner') => {
    const { contract } = of === 'surface' ? surface : winner
    return served.find((one) => one.contract === contract)?.name ?? contract.slug
  }
  for (const conflict of site.conflicts.slice(0, maxTold)) {
    const { surface, operation, winner, winning } = conflict
    const name = nameOf(conflict, 'winner')
    warn(
      `Both ${name} and ${nameOf(conflict, 'surface')} have ${operation.method} ${winning.path}: ` +
        `the root answers as ${name}, which is named first. Each is at its mock: ` +
        `${mockBaseOf(site, winner)}${winning.path} and ` +
        `${mockBaseOf(site, surface)}${operation.path}`,
    )
  }
  const more = site.conflicts.length - maxTold
  if (more > 0) warn(`${more} more operations are in several contracts; GET / lists all of them`)
}
