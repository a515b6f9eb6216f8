import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { once } from '../lib/once.js'

/** The reference component, as the package ships it. */
export interface ScalarAsset {
  /** Its file name: another one for other bytes, so that browsers may keep it for good. */
  readonly name: string
  /** Subresource Integrity of the script as it is, not of the packed one. */
  readonly integrity: string
  /** The script, packed with gzip. */
  readonly packed: () => Promise<Buffer>
  readonly plain: () => Promise<Buffer>
  readonly licence: () => Promise<Buffer>
}

/** The build puts it there: scripts/scalar.mjs. */
const pathOf = (name: string): string =>
  fileURLToPath(new URL(`../../dist/docs-site/scalar/${name}`, import.meta.url))

/** The reference component; undefined where it was not fetched: pages are text then. */
export const readScalar = (): ScalarAsset | undefined => {
  if (!existsSync(pathOf('scalar.json'))) return undefined
  const { version, integrity } = JSON.parse(readFileSync(pathOf('scalar.json'), 'utf8')) as {
    readonly version: string
    readonly integrity: string
  }
  const hash = integrity.replace(/^\w+-/, '').replace(/\W/g, '').slice(0, 12)
  const packed = once(() => readFile(pathOf('standalone.js.gz')))
  return {
    ...{ name: `scalar-${version}-${hash}.js`, integrity, packed },
    plain: async () => promisify(gunzip)(await packed()),
    licence: () => readFile(pathOf('LICENSE.txt')),
  }
}
