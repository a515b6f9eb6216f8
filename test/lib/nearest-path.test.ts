import { nearestPaths } from '../../src/lib/nearest-path.js'

const templates = ['/user', '/user/{userId}', '/auth/login', '/auth/logout', '/auth/user', '/a/b/c']

const rows: readonly (readonly [string, string])[] = [
  ['/usr', '/user'],
  ['/USERS', '/user'],
  ['/users/123', '/user/{userId}'],
  ['/user/123/x', '/user/{userId}'],
  ['/auth/logn', '/auth/login'],
  ['/auth/logot', '/auth/logout'],
  ['/login', '/auth/login'],
  ['/api/v1/auth/logout', '/auth/logout'],
  ['/auth', '/auth/login'],
]

test.each(rows)('%s: %s first', (path, first) => {
  expect(nearestPaths(path, templates, 1)).toEqual([first])
})

test('as many as asked for, however far', () => {
  expect(nearestPaths('/zzzzzzzz', templates, 3)).toHaveLength(3)
  expect(nearestPaths('/user', [], 3)).toEqual([])
})

test('neither a long path nor many templates cost much', () => {
  const many = Array.from({ length: 5000 }, (_, n) => `/thing/{id}/part${n}`)
  expect(nearestPaths(`/thing/1/part4321x`, [...many, '/thing/{id}/part4321x/y'], 1)).toHaveLength(
    1,
  )
  expect(nearestPaths(`/${'a/'.repeat(100_000)}`, many, 3)).toHaveLength(3)
})
