import { Problem } from '../errors.js'
import type { Area } from './area.js'
import { requireControlOrigin } from './origin.js'
import type { Site } from './site.js'
import type { Visit } from './visit.js'

/** What asks whether the server lives, for a name, or for samples, asks no sandbox. */
const asksNoSandbox = /^\/_sandbox\/v1\/(?:health|sandboxes|samples\/[^/]+)\/?$/

/** What gives a name away, or holds nothing that is not the asker's own. */
const isOwn = ({ visitors }: Site, { sandbox, path }: Visit['selection']): boolean =>
  /^\/_sandbox\/v1\/sandboxes\/?$/.test(path) || visitors.isIssued(sandbox)

/** The mock below its own path remembers nothing: it is the same for everybody. */
const isMock = ({ base, surfaces }: Area): boolean => base !== '' && surfaces[0]?.kind === 'mock'

const isControl = ({ surfaces }: Area): boolean => surfaces[0]?.kind === 'control'

const unknown = (sandbox: string): Problem =>
  new Problem('sandbox-unknown', { detail: `There is no sandbox ${sandbox}.` })

/**
 * In public a sandbox belongs to whoever was given its name. Whether somebody uses a name that was not
 * given is never looked at, so nobody learns it.
 */
const requireIssued = (site: Site, visit: Visit, area: Area): void => {
  const { sandbox } = visit.selection
  if (visit.exchange.byOwner || site.visitors.isIssued(sandbox)) return
  if (isControl(area) && !sandbox.startsWith('try-'))
    throw new Problem('permission-missing', {
      detail: 'The control API is closed in the public profile: its answers hold tokens.',
      fix: 'Get a sandbox of your own with POST /_sandbox/v1/sandboxes; its control API is open to you.',
    })
  throw unknown(sandbox)
}

/**
 * Sees to it that a request names a sandbox where it has to, and in the public profile one that was given.
 * @throws Problem `sandbox-required` (400), `sandbox-unknown` (404), `permission-missing` (403).
 */
export const requireSandbox = (site: Site, visit: Visit, area: Area): void => {
  const { requireSandbox: mustBeNamed, profile } = site.settings
  if (!mustBeNamed) return
  const { named, path } = visit.selection
  if (asksNoSandbox.test(path) || (profile === 'public' && isMock(area))) return
  if (!named) throw new Problem('sandbox-required', { detail: 'The request names no sandbox.' })
  if (profile === 'public') requireIssued(site, visit, area)
}

/**
 * Keeps pages of other origins from the control API.
 * @throws Problem `origin-forbidden` (403).
 */
export const requireOriginOf = (site: Site, { exchange, selection }: Visit): void => {
  if (!selection.path.startsWith('/_sandbox')) return
  requireControlOrigin(exchange, () => isOwn(site, selection), site.settings.publicUrl)
}
