import type { ResultOf } from '../../control-client/index.js'

/** An operation that the server answers. */
export type OperationListing = ResultOf<'listOperations'>['operations'][number]

/** So many are shown at once: documents may have thousands. */
const most = 60

/** The operations in which every word of a text is somewhere. */
export const operationsLike = (
  operations: readonly OperationListing[],
  text: string,
): readonly OperationListing[] => {
  const words = text.toLowerCase().split(/\s+/)
  return operations
    .filter(({ id, method, path, summary = '' }) => {
      const searched = `${id} ${method} ${path} ${summary}`.toLowerCase()
      return words.every((word) => searched.includes(word))
    })
    .slice(0, most)
}
