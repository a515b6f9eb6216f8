/** Milliseconds that `turn` took on the machine on which the budgets were chosen, when it was quiet. */
const nominal = 2.5

const sample = Array.from({ length: 6000 }, (_, id) => ({ id, name: `name ${id}` }))

const turn = (): number => {
  const started = performance.now()
  JSON.parse(JSON.stringify(sample))
  return performance.now() - started
}

/**
 * So many milliseconds of a quiet machine, as this one is at the moment: it is measured how much slower
 * it runs, and as much again is added. Tests compare work with work, never with a clock alone.
 */
export const budget = (milliseconds: number): number => {
  const turns = Array.from({ length: 5 }, turn).sort((a, b) => a - b)
  return 2 * milliseconds * Math.max(1, (turns[2] as number) / nominal)
}
