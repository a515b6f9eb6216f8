import type { DocsContract } from './docs-contract.js'

/** Below it are the files of each contract. */
export const bundleBase = '/_bundle'

/** The path of a file of a contract, beside its pages: `/_bundle/SLUG.yaml`. */
export const bundlePath = ({ base }: Pick<DocsContract, 'base'>, ending: string): string =>
  `${bundleBase}/${base.replace(/^\/(_docs\/)?/, '')}.${ending}`
