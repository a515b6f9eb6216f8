/** Below it are the files of each contract. */
export const bundleBase = '/_bundle'

/** The path of a file of a contract: `/_bundle/SLUG.yaml`. */
export const bundlePath = (slug: string, ending: string): string =>
  `${bundleBase}/${slug}.${ending}`
