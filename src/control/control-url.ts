import type { ControlContext } from './control-context.js'

/** Where the server is reached without any sandbox in the host. */
const plainUrl = ({ serverUrl, sandbox }: Pick<ControlContext, 'serverUrl' | 'sandbox'>): string =>
  serverUrl.replace(`://${sandbox}.`, '://')

/** Where a sandbox is reached by the URL alone: what is made of it needs no header that names it. */
export const placeOf = (
  context: Pick<ControlContext, 'serverUrl' | 'sandbox'>,
  name: string = context.sandbox,
): string => {
  const isInHost = new URL(context.serverUrl).hostname.startsWith(`${context.sandbox}.`)
  if (name === context.sandbox && isInHost) return context.serverUrl
  const url = isInHost ? plainUrl(context) : context.serverUrl
  return name === 'default' ? url : `${url}/@${name}`
}

/** The URL of something of the control API. */
export const controlUrl = (
  context: Pick<ControlContext, 'serverUrl' | 'sandbox'>,
  ...path: readonly string[]
): string => `${placeOf(context)}/_sandbox/v1/${path.map(encodeURIComponent).join('/')}`
