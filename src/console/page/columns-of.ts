import type { StateRecord } from '../../control-client/index.js'

/** So many records tell which members there are. */
const looked = 50

/** The members of records: the identity first, then in the order in which they come. */
export const columnsOf = (records: readonly StateRecord[], identity: string): readonly string[] => {
  const names = records.slice(0, looked).flatMap((record) => Object.keys(record))
  return [...new Set([identity, ...names])]
}
