import { SetupError } from '../../errors.js'

/**
 * The URL that the targets of requests lie below.
 * @throws SetupError `option-invalid` for what no target can be put below: a query, a fragment, a name.
 */
export const baseUrl = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const refuse = (why: string, fix: string): SetupError =>
    new SetupError('option-invalid', `The base URL ${text} ${why}.`, {}, fix)
  if (!url || !/^https?:$/.test(url.protocol))
    throw refuse('is no http or https URL', 'Write for example http://localhost:3000/v1.')
  if (url.username !== '' || url.password !== '')
    throw refuse('has a name or a password in it', 'Say --credential SCHEME=NAME:PASSWORD.')
  if (url.search !== '' || url.hash !== '')
    throw refuse('has a query or a fragment', 'Leave them out: paths are put below the base.')
  return url
}

/** The path of a base, to be put before a target. */
export const basePath = ({ pathname }: URL): string => pathname.replace(/\/+$/, '')
