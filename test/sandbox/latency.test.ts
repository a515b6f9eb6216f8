import { seededRandom } from '../../src/lib/seeded-random.js'
import { drawLatency, type Latency } from '../../src/sandbox/faults/latency.js'

const draw = (latency: Latency, count = 2000): readonly number[] => {
  const random = seededRandom(1)
  return Array.from({ length: count }, () => drawLatency(latency, random)).sort((a, b) => a - b)
}

test('fixed: always the same', () => {
  expect(new Set(draw({ distribution: 'fixed', ms: 120 }))).toEqual(new Set([120]))
})

test('uniform: evenly between its bounds', () => {
  const drawn = draw({ distribution: 'uniform', minMs: 100, maxMs: 300 })
  expect(drawn[0]).toBeGreaterThanOrEqual(100)
  expect(drawn.at(-1)).toBeLessThanOrEqual(300)
  expect(drawn[1000]).toBeGreaterThan(185)
  expect(drawn[1000]).toBeLessThan(215)
})

test('lognormal: half of all below the median, some far above, none above the bound', () => {
  const latency = { distribution: 'lognormal', medianMs: 100, sigma: 1 } as const
  const drawn = draw(latency)
  expect(drawn[1000]).toBeGreaterThan(90)
  expect(drawn[1000]).toBeLessThan(111)
  // One of 44 lies two sigma above: e² times the median.
  expect(drawn[1954]).toBeGreaterThan(550)
  expect(drawn[1954]).toBeLessThan(1000)
  expect(draw({ ...latency, maxMs: 150 }).at(-1)).toBe(150)
  expect(draw({ ...latency, medianMs: 60_000 }).at(-1)).toBe(60_000)
})
