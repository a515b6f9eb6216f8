import { consolePath, readPlace } from '../../src/console/page/place.js'

test.each([
  ['/_sandbox/', 'localhost', '', 'default', false],
  ['/@alice/_sandbox/', 'localhost', '', 'alice', false],
  ['/%40alice/_sandbox/', '127.0.0.1', '', 'alice', false],
  ['/app/_sandbox/', 'example.com', '/app', 'default', false],
  ['/app/v2/@bob/_sandbox/', 'example.com', '/app/v2', 'bob', false],
  ['/_sandbox/', 'alice.localhost', '', 'alice', true],
])('%s on %s', (pathname, hostname, mount, sandbox, isByHost) => {
  expect(readPlace({ pathname, hostname })).toEqual({ mount, sandbox, isByHost })
})

test('the console of a sandbox is below where the server is embedded', () => {
  const place = readPlace({ pathname: '/app/@bob/_sandbox/', hostname: 'localhost' })
  expect(consolePath(place, 'default')).toBe('/app/_sandbox/')
  expect(consolePath(place, 'alice')).toBe('/app/@alice/_sandbox/')
})
