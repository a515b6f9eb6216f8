import { isConsolePath } from '../console/console-page.js'
import { Problem } from '../errors.js'
import type { Area } from './area.js'
import { requireControlOrigin } from './origin.js'
import type { Site } from './site.js'
import type { Visit } from './visit.js'

/** What asks whether the server lives, for a name, for samples, or about all sandboxes, asks no sandbox. */
const asksNoSandbox =
  /^\/_sandbox\/v1\/(?:health|operations|seeds|sandboxes(?:\/[^/]+)?|samples\/[^/]+)\/?$/

/** What holds no secret. */
const isHarmless = /^\/_sandbox\/v1\/(?:health|operations|samples\/[^/]+)\/?$/

const isList = /^\/_sandbox\/v1\/sandboxes\/?$/
const ofOne = /^\/_sandbox\/v1\/sandboxes\/([^/]+)\/?$/

/** A body of two bytes says nothing: `{}`. */
const isWithoutBody = ({ exchange }: Visit): boolean =>
  !exchange.hasBody || exchange.headers['content-length'] === '2'

/** The sandbox whose control API is asked for: that of the path, where it names one. */
const askedFor = ({ selection }: Visit): string =>
  ofOne.exec(selection.path)?.[1] ?? selection.sandbox

/** What gives a name away, or holds nothing that is not the asker's own. */
const isOwn = ({ visitors }: Site, visit: Visit): boolean =>
  isList.test(visit.selection.path)
    ? visit.exchange.method === 'POST' && isWithoutBody(visit)
    : visitors.isIssued(askedFor(visit))

/** The mock below its own path remembers nothing: it is the same for everybody. */
const isMock = ({ base, surfaces }: Area): boolean => base !== '' && surfaces[0]?.kind === 'mock'

const isControl = ({ surfaces }: Area): boolean => surfaces[0]?.kind === 'control'

const unknown = (sandbox: string): Problem =>
  new Problem('sandbox-unknown', { detail: `There is no sandbox ${sandbox}.` })

const tokenMissing = ({ exchange }: Visit): Problem => {
  const isWrong = exchange.headers['authorization'] !== undefined
  return new Problem('control-token-missing', {
    detail: isWrong
      ? 'The control token of this server is another one than the request presents.'
      : 'The control API of this server wants its token: its answers hold tokens of users.',
    headers: [
      'WWW-Authenticate',
      `Bearer realm="control"${isWrong ? ', error="invalid_token"' : ''}`,
    ],
  })
}

/**
 * The control API is open to whoever holds its token, and that of a sandbox to whoever was given its name.
 * Whether somebody uses a name that was not given is never looked at, so nobody learns it.
 * @throws Problem `control-token-missing` (401), `sandbox-unknown` (404).
 */
const requireControl = (site: Site, visit: Visit): void => {
  const { access, settings } = site
  const { exchange, selection } = visit
  if (isHarmless.test(selection.path) || !access.asks(exchange) || access.isHeldBy(exchange)) return
  if (isOwn(site, visit)) return
  const sandbox = askedFor(visit)
  const isMadeUp = sandbox.startsWith('try-') && !isList.test(selection.path)
  if (settings.profile === 'public' && isMadeUp) throw unknown(sandbox)
  throw tokenMissing(visit)
}

/**
 * Sees to it that a request names a sandbox where it has to, that in the public profile it is one that was
 * given, and that whoever uses the control API may.
 * @throws Problem `sandbox-required` (400), `control-token-missing` (401), `sandbox-unknown` (404).
 */
export const requireSandbox = (site: Site, visit: Visit, area: Area): void => {
  const { requireSandbox: mustBeNamed, profile } = site.settings
  const { named, path, sandbox } = visit.selection
  const isPublic = profile === 'public'
  if (mustBeNamed && !named && !asksNoSandbox.test(path) && !(isPublic && isMock(area)))
    throw new Problem('sandbox-required', { detail: 'The request names no sandbox.' })
  if (isControl(area)) requireControl(site, visit)
  else if (isPublic && !isMock(area) && !visit.exchange.byOwner && !site.visitors.isIssued(sandbox))
    throw unknown(sandbox)
}

/** A link from elsewhere may lead to the console: whoever follows it looks at the page, nobody reads it. */
const isVisit = ({ exchange, selection }: Visit): boolean =>
  isConsolePath(selection.path) &&
  exchange.method === 'GET' &&
  exchange.headers['origin'] === undefined &&
  exchange.headers['sec-fetch-mode'] === 'navigate'

/**
 * Keeps pages of other origins from the control API. A page of this very origin may use what is its own, and
 * everything with the control token, which no page has by itself.
 * @throws Problem `origin-forbidden` (403).
 */
export const requireOriginOf = (site: Site, visit: Visit): void => {
  const { exchange, selection } = visit
  if (!selection.path.startsWith('/_sandbox') || isVisit(visit)) return
  const { access, settings } = site
  requireControlOrigin(
    exchange,
    // Where the token is asked for, the page is told so.
    () => isOwn(site, visit) || access.asks(exchange),
    settings.publicUrl,
  )
}
