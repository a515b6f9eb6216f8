import { createRecentMap } from '../../src/auth/recent-map.js'

test('a recent map keeps the newest entries only', () => {
  const map = createRecentMap<number>(3)
  for (let key = 1; key <= 5; key += 1) map.set(String(key), key)
  map.set('5', 50)
  expect(['1', '2', '3', '4', '5'].map(map.get)).toEqual([undefined, undefined, 3, 4, 50])
})
