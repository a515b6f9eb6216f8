import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The path of a file that the package ships, such as `spec/openapi.yaml`. */
export const packageFile = (name: string): string =>
  fileURLToPath(new URL(`../../${name}`, import.meta.url))

/** The version of this package. */
export const packageVersion = (): string =>
  (JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string }).version
