import type { Reply } from '../exchange.js'
import { readPreference } from '../mock/preference.js'
import type { Area } from './area.js'
import type { Usual } from './disturb.js'
import { matchOperation } from './match-operation.js'
import type { Site } from './site.js'
import type { Visit } from './visit.js'

/** The answer to OPTIONS. */
export const allowReply = (allow: string): Reply => ({ status: 204, headers: ['Allow', allow] })

/** Finds what answers a visit; where nothing does, that is what it says. */
export const usualAnswer = (site: Site, visit: Visit, area: Area): Usual => {
  const { exchange, selection } = visit
  try {
    const endpoint = site.oauth?.find(selection.path)
    if (site.oauth && endpoint) {
      const { oauth } = site
      return () => oauth.respond(visit, endpoint)
    }
    const match = matchOperation(site.areas, area, selection.path, exchange.method)
    if ('allow' in match) return () => allowReply(match.allow)
    visit.operation = match.operation
    visit.target = match.surface
    visit.path = match.path
    visit.rawPath = match.rawPath
    if (match.operation.fault) throw match.operation.fault
    if (match.surface.kind !== 'control')
      visit.preference = readPreference(exchange.headers, exchange.query)
    // authenticate, validate, respond and check our own reply: each surface in its way
    return () => match.surface.respond(visit, match.operation)
  } catch (error) {
    return () => {
      throw error
    }
  }
}
