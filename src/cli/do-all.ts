/** Does all of it in its order, whatever fails: one file that cannot be written takes no other along. Rejects with the first failure. */
export const doAll = async (works: readonly (() => Promise<void>)[]): Promise<void> => {
  const failures: unknown[] = []
  for (const work of works)
    try {
      await work()
    } catch (error) {
      failures.push(error)
    }
  if (failures.length > 0) throw failures[0]
}
