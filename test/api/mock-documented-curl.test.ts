import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { createServer, type Server } from '../../src/server/create-server.js'
import {
  commandOf,
  createdUser,
  currentUser,
  mockAnswers,
  onMock,
  onSandbox,
  samples,
} from './support/documented-samples.js'

const sh = promisify(execFile)

let server: Server
let origin: string

beforeAll(async () => {
  server = await createServer()
  origin = (await server.listen({ port: 0 })).url
})
afterAll(() => server.close())

/** Runs a command as somebody who pastes it into a shell, and takes the `-i` output apart. */
const paste = async (command: string) => {
  const { stdout } = await sh('sh', ['-c', command])
  const [head = '', ...body] = stdout.split('\r\n\r\n')
  const [statusLine = '', ...lines] = head.split('\r\n')
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
    }),
  )
  const text = body.join('\r\n\r\n')
  const json: unknown = JSON.parse(text)
  return { status: Number(statusLine.split(' ')[1]), headers, json, text }
}

test('every operation has its published command', () => {
  expect(samples.map(({ operation }) => operation).sort()).toEqual(Object.keys(mockAnswers).sort())
  expect(samples).toHaveLength(11)
})

describe('on the mock, only the origin replaced', () => {
  test.each(samples)('$operation', async ({ operation, command }) => {
    const answer = await paste(onMock(command, origin))
    expect(answer).toMatchObject({ status: mockAnswers[operation]?.status })
    expect(answer.json).toEqual(mockAnswers[operation]?.body)
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(answer.headers.get('x-request-id')).toMatch(/\S/)
  })

  test('login sets the session cookie, logout clears it', async () => {
    const login = await paste(onMock(commandOf('POST /auth/login'), origin))
    expect(login.headers.get('set-cookie')).toMatch(/^access_token=[^;]+;.*HttpOnly.*SameSite=Lax/)
    const logout = await paste(onMock(commandOf('POST /auth/logout'), origin))
    expect(logout.headers.get('set-cookie')).toMatch(/^access_token=;.*Max-Age=0/)
  })

  test('{userId} works with the braces that curl strips, kept by --globoff', async () => {
    const command = onMock(commandOf('DELETE /user/{userId}'), origin)
    const answer = await paste(command.replace('curl -i', 'curl -g -i'))
    expect(answer.status).toBe(200)
  })
})

describe('on the sandbox, as its host documents it', () => {
  const token = /Replace the placeholder <YOUR_JWT_HERE>/
  const answers: readonly (readonly [
    operation: string,
    status: number,
    message: RegExp | string,
  ])[] = [
    ['GET /user', 401, token],
    ['POST /user', 401, token],
    ['PUT /user/{userId}', 401, token],
    ['DELETE /user/{userId}', 401, token],
    ['POST /auth/login', 200, 'Login successful'],
    ['POST /auth/logout', 200, 'Successfully logged out.'],
    ['GET /auth/user', 401, token],
    ['POST /auth/tos-accept', 401, token],
    ['POST /auth/forgot-password', 200, /^If a user has this email address/],
    ['POST /auth/set-password', 401, /one-time token/],
    ['POST /auth/regenerate-invitation', 200, /^If there is an open invitation/],
  ]

  test.each(answers)('%s: %i', async (operation, status, message) => {
    const answer = await paste(onSandbox(commandOf(operation), origin))
    expect(answer.status).toBe(status)
    const said = (answer.json as { message: string }).message
    if (typeof message === 'string') expect(said).toBe(message)
    else expect(said).toMatch(message)
    if (status === 401)
      expect(answer.json).toMatchObject({ statusCode: 401, error: 'Unauthorized' })
  })

  test('the commands in their order, with the token of the first', async () => {
    const sandbox = origin.replace('localhost', 'story.localhost')
    const login = await paste(onSandbox(commandOf('POST /auth/login'), sandbox))
    const { token } = login.json as { token: string }
    expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
    expect(login.headers.get('set-cookie')).toMatch(/^access_token=[^;]+;.*HttpOnly.*SameSite=Lax/)
    const run = (operation: string, userId = '{userId}') =>
      paste(
        onSandbox(commandOf(operation), sandbox)
          .replace('<YOUR_JWT_HERE>', token)
          .replace('{userId}', userId),
      )

    expect((await run('GET /auth/user')).json).toEqual(currentUser)
    expect(await run('POST /user')).toMatchObject({ status: 201, json: createdUser })
    for (const operation of ['PUT /user/{userId}', 'DELETE /user/{userId}'])
      expect(await run(operation)).toMatchObject({
        status: 400,
        json: {
          statusCode: 400,
          message: expect.stringMatching(/placeholder \{userId\}/) as string,
        },
      })
    expect(await run('PUT /user/{userId}', '123')).toMatchObject({ status: 200, json: createdUser })
    expect((await run('GET /user')).json).toEqual([])
    expect(await run('DELETE /user/{userId}', '123')).toMatchObject({ status: 200 })
    expect(await run('DELETE /user/{userId}', '123')).toMatchObject({ status: 404 })
    expect(await run('POST /auth/tos-accept')).toMatchObject({ status: 200 })
    expect(await run('POST /auth/logout')).toMatchObject({ status: 200 })
  })
})
