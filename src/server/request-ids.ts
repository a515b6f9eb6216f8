import type { Random } from '../sandbox/random.js'

/** Ids that no other request of this or another server has: a drawn beginning and a count. */
export const createRequestIds = (random: Random): (() => string) => {
  const start = Buffer.from(random.bytes(8)).toString('hex')
  let count = 0
  return () => `${start}-${(count++).toString(36)}`
}
