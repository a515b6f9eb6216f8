import { credentialsOf, credentialsProblem, isPlaceholder } from '../../src/auth/security.js'
import { sessionCookie } from '../../src/auth/session-cookie.js'

const cookie = sessionCookie({ secure: false, path: '/', enabled: true })

describe('the credentials of a request', () => {
  test.each([
    [{}, {}],
    [{ authorization: 'Bearer abc' }, { bearer: 'abc' }],
    [{ authorization: 'bearer abc' }, { bearer: 'abc' }],
    [{ authorization: 'BEARER   abc ' }, { bearer: 'abc' }],
    [{ authorization: 'Bearer <YOUR_JWT_HERE>' }, { bearer: '<YOUR_JWT_HERE>' }],
    [{ authorization: 'Bearer' }, { bearer: '' }],
    [{ authorization: 'Bearerabc' }, {}],
    [{ authorization: 'Basic YTpi' }, {}],
    [{ cookie: 'access_token=id' }, { cookie: 'id' }],
    [
      { authorization: 'Bearer abc', cookie: 'access_token=id' },
      { bearer: 'abc', cookie: 'id' },
    ],
  ])('%j are %j', (headers, credentials) => {
    expect(credentialsOf(headers, cookie)).toEqual(credentials)
  })
})

describe('the refusal of credentials', () => {
  test('says that there are none', () => {
    const problem = credentialsProblem({})
    expect(problem).toMatchObject({ code: 'credentials-missing', status: 401 })
    expect(problem.details.headers).toEqual(['WWW-Authenticate', 'Bearer realm="openapi-sandbox"'])
  })

  test('says that they are not valid', () => {
    const problem = credentialsProblem({ bearer: 'abc' })
    expect(problem).toMatchObject({ code: 'credentials-invalid', status: 401 })
    expect(problem.details.headers?.[1]).toContain('error="invalid_token"')
    expect(credentialsProblem({ cookie: 'abc' }).details.detail).toContain('cookie')
  })

  test.each(['<YOUR_JWT_HERE>', '{YOUR_JWT_HERE}', 'YOUR_JWT_HERE', '${YOUR_JWT_HERE}'])(
    'says which placeholder to replace: %s',
    (bearer) => {
      const { detail } = credentialsProblem({ bearer }).details
      expect(detail).toContain('<YOUR_JWT_HERE>')
      expect(detail).toContain('POST /auth/login')
    },
  )

  test('takes no real token for a placeholder', () => {
    expect(isPlaceholder('eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.AAAA')).toBe(false)
  })
})
