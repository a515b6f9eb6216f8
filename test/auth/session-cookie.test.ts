import { sessionCookie } from '../../src/auth/session-cookie.js'

describe('the session cookie', () => {
  test.each([
    [false, '/', 'access_token', 'access_token=ID; Path=/; HttpOnly; SameSite=Lax'],
    [false, '/@a/', 'access_token', 'access_token=ID; Path=/@a/; HttpOnly; SameSite=Lax'],
    [
      true,
      '/',
      '__Host-access_token',
      '__Host-access_token=ID; Path=/; HttpOnly; SameSite=Lax; Secure',
    ],
    [
      true,
      '/@a/',
      '__Secure-access_token',
      '__Secure-access_token=ID; Path=/@a/; HttpOnly; SameSite=Lax; Secure',
    ],
  ])('with https %s at %s is %s', (secure, path, name, set) => {
    const cookie = sessionCookie({ secure, path, enabled: true })
    expect(cookie.name).toBe(name)
    expect(cookie.set('ID')).toBe(set)
    expect(cookie.read(`${name}=ID`)).toBe('ID')
  })

  test('is cleared under the same name and path', () => {
    const cookie = sessionCookie({ secure: false, path: '/@a/', enabled: true })
    expect(cookie.clear()).toMatch(/^access_token=; Path=\/@a\/; .*Max-Age=0/)
  })

  test.each([
    [undefined, undefined],
    ['', undefined],
    ['xaccess_token=1', undefined],
    ['access_tokenx=1', undefined],
    ['ACCESS_TOKEN=1', undefined],
    ['access_token', undefined],
    ['access_token=', undefined],
    ['a=access_token=1', undefined],
    ['a=1; access_token=2; b=3', '2'],
    ['a=1;access_token=2', '2'],
    ['access_token=1; access_token=2', '1'],
    ['__Host-access_token=1', undefined],
  ])('of %p is %p', (header, id) => {
    expect(sessionCookie({ secure: false, path: '/', enabled: true }).read(header)).toBe(id)
  })

  test('on https is not taken from a name that http could have set', () => {
    const cookie = sessionCookie({ secure: true, path: '/', enabled: true })
    expect(cookie.read('access_token=1')).toBeUndefined()
  })

  test('when off is neither set, cleared nor read', () => {
    const cookie = sessionCookie({ secure: false, path: '/', enabled: false })
    expect(cookie.set('ID')).toBeUndefined()
    expect(cookie.clear()).toBeUndefined()
    expect(cookie.read('access_token=1')).toBeUndefined()
  })
})
