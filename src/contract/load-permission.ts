import { realpath } from 'node:fs/promises'
import { dirname, resolve, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { SetupError } from '../errors.js'
import type { Reach } from './load-url.js'
import { UrlFault } from './load-url.js'

/** Which references of a document are followed. */
export interface Permission {
  /** Why a reference is not followed; undefined when it is. Files and hosts are not touched to say so. */
  readonly refusal: (url: URL, written: string) => string | undefined
  /** Why the file that a reference really leads to is not read. */
  readonly fileRefusal: (url: URL) => Promise<string | undefined>
  /** What a request for a referenced document may reach. */
  readonly reach: Reach
}

const isHttp = (url: URL): boolean => /^https?:$/.test(url.protocol)

const isLiteralHost = ({ hostname }: URL): boolean =>
  /^(localhost|.*\.localhost|[\d.]+|\[.*\])$/.test(hostname)

const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)

const realOr = (path: string): Promise<string> => realpath(path).catch(() => path)

const pathOf = (url: URL): string | undefined => {
  try {
    return url.host === '' ? fileURLToPath(url) : undefined
  } catch {
    return undefined
  }
}

const urlOf = (text: string): URL => {
  if (URL.canParse(text)) return new URL(text)
  throw new SetupError(
    'option-invalid',
    `References may not lead to ${text}, which is no URL`,
    {},
    'Allow a folder, or an origin such as https://example.com.',
  )
}

/** A folder, an origin, or the beginning of a URL. */
const readAllowed = (allowed: readonly string[]) => {
  const urls = allowed.filter((one) => /^https?:\/\//i.test(one)).map(urlOf)
  const folders = allowed.filter((one) => !/^https?:\/\//i.test(one)).map((one) => resolve(one))
  return { urls, folders }
}

const covers = (allowed: URL, url: URL): boolean =>
  allowed.origin === url.origin && isBelow(url.pathname, allowed.pathname.replace(/(.)\/$/, '$1'))

const isInside = (root: URL, url: URL): boolean => isHttp(root) && covers(new URL('.', root), url)

/**
 * What may be read for the sake of a document: what lies below its folder, and what `allowed` names.
 * `address` is that which the document itself came from.
 */
export const createPermission = (
  root: URL | undefined,
  allowed: readonly string[],
  address?: string,
): Permission => {
  const { urls, folders } = readAllowed(allowed)
  const home = root?.protocol === 'file:' ? dirname(fileURLToPath(root)) : undefined
  const isUrlAllowed = (url: URL): boolean =>
    urls.some((one) => covers(one, url)) || (root !== undefined && isInside(root, url))
  const refusal = (url: URL, written: string): string | undefined => {
    if (isHttp(url))
      return isUrlAllowed(url) ? undefined : `${url.origin} is not one of the origins allowed`
    if (url.protocol !== 'file:') return `${url.protocol} is nothing that is read`
    const path = pathOf(url)
    if (path === undefined) return 'it is no path of a file'
    if (folders.some((folder) => isBelow(path, folder))) return undefined
    if (home === undefined || /^file:/i.test(written) || /^([\\/]|%2f|[a-z]:)/i.test(written))
      return 'only relative paths are followed'
    return isBelow(path, home) ? undefined : 'it leads out of the folder of the document'
  }
  const fileRefusal = async (url: URL): Promise<string | undefined> => {
    const path = await realOr(pathOf(url) ?? '')
    const places = await Promise.all([...folders, ...(home ? [home] : [])].map(realOr))
    return places.some((folder) => isBelow(path, folder))
      ? undefined
      : 'a symbolic link leads out of the folder of the document'
  }
  const reach: Reach = {
    redirect: (url) => {
      if (!isUrlAllowed(url))
        throw new UrlFault(`it redirects to ${url.origin}, which is not one of the origins allowed`)
    },
    isPrivateAllowed: (url, found) =>
      (urls.some((one) => covers(one, url)) && isLiteralHost(url)) ||
      (root !== undefined && root.origin === url.origin && found === address),
  }
  return { refusal, fileRefusal, reach }
}

/** The URL of a file that a user has named. */
export const fileUrl = async (file: string): Promise<URL> =>
  pathToFileURL(await realOr(resolve(file)))
