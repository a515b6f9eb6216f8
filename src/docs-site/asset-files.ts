import { readFile } from 'node:fs/promises'

/** Below it are the files that pages load. */
export const assetBase = '/_docs/_assets'

/** The files of `assets/` and their media types. */
const types: Readonly<Record<string, string>> = {
  'docs.css': 'text/css; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'try-it.css': 'text/css; charset=utf-8',
  'docs.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
}

/** A file that is served as it is. */
export interface AssetFile {
  readonly type: string
  readonly content: Buffer
}

/** Reads a file of `assets/`; undefined for a name that none has. */
export const readAsset = async (name: string): Promise<AssetFile | undefined> => {
  const type = Object.hasOwn(types, name) ? types[name] : undefined
  if (type === undefined) return undefined
  return { type, content: await readFile(new URL(`assets/${name}`, import.meta.url)) }
}
