import { type OneTimeToken, oneTimeTokens } from '../../src/auth/one-time-token.js'
import { minute, World } from './world.js'

const email = 'user@example.com'
const hour = 60 * minute
const day = 24 * hour

const forgot = (world: World, body: unknown = { email }) =>
  world.call('AuthController_forgotPassword', { body })
const setPassword = (world: World, body: unknown) =>
  world.call('AuthController_setPassword', { body })
/** A world in which a reset mail was sent, and its token. */
const afterForgot = async (): Promise<{ world: World; token: string }> => {
  const world = new World()
  await forgot(world)
  return { world, token: (await world.newestMail()).token }
}

describe('forgot-password', () => {
  test('mails a link that leads to the front end', async () => {
    const { world, token } = await afterForgot()
    expect(token).toMatch(/^rst_[\w-]{59}$/)
    const mail = await world.newestMail()
    const link = `http://localhost:3000/set-password?token=${token}`
    expect(mail).toMatchObject({ to: email, kind: 'password-reset', link })
    expect(mail.text).toContain(link)
    expect(Date.parse(mail.expiresAt) - Date.parse(mail.createdAt)).toBe(hour)
  })

  test('leaves an open invitation as it is', async () => {
    const world = new World()
    const { token } = await world.newestMail()
    await forgot(world, { email: 'invited@example.com' })
    expect((await setPassword(world, { token, password: 'p' })).status).toBe(200)
  })

  test('answers the same for known, unknown and disabled, and mails only to the known', async () => {
    const world = new World()
    const answers = [
      await forgot(world),
      await forgot(world, { email: 'nobody@example.com' }),
      await forgot(world, { email: 'disabled@example.com' }),
      await forgot(world, {}),
    ]
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(answers[0]?.status).toBe(200)
    const sent = (await world.mails()).filter(({ kind }) => kind === 'password-reset')
    expect(sent.map(({ to }) => to)).toEqual([email])
  })

  test('mails to the stored address, however it was typed (AUN-14)', async () => {
    const world = new World()
    await forgot(world, { email: ' ＵSER@example.com' })
    expect((await world.newestMail()).to).toBe(email)
  })
})

describe('set-password', () => {
  test('sets the password, once, and ends every session without opening one', async () => {
    const { world, token } = await afterForgot()
    const bearers = [await world.token(email), await world.token(email)]
    const answer = await setPassword(world, { token, password: 'new one' })
    expect(answer).toEqual({
      status: 200,
      body: { message: 'The password has been set.' },
      headers: {},
    })
    for (const bearer of bearers) expect(await world.who({ bearer })).toBe(401)
    expect((await world.login(email)).status).toBe(401)
    expect((await world.login(email, 'new one')).status).toBe(200)
    expect((await setPassword(world, { token, password: 'third' })).status).toBe(401)
  })

  test.each([
    ['59:59', hour - 1000, 200],
    ['60:00', hour, 401],
    ['60:01', hour + 1000, 401],
  ])('after %s of the hour', async (_name, later, status) => {
    const { world, token } = await afterForgot()
    world.now += later
    expect((await setPassword(world, { token, password: 'p' })).status).toBe(status)
  })

  test('takes the newest token only; the older mail stays in the outbox', async () => {
    const { world, token } = await afterForgot()
    await forgot(world)
    const newest = (await world.newestMail()).token
    expect(newest).not.toBe(token)
    expect((await world.mails()).map((mail) => mail.token)).toContain(token)
    expect((await setPassword(world, { token, password: 'p' })).status).toBe(401)
    expect((await setPassword(world, { token: newest, password: 'p' })).status).toBe(200)
  })

  test('marks the token as used', async () => {
    const { world, token } = await afterForgot()
    await setPassword(world, { token, password: 'p' })
    expect(await world.stored()).toContain('"usedAt":"2026-01-01T00:00:00.000Z"')
  })

  test('takes no token whose record was copied from another sandbox or user', async () => {
    const { world, token } = await afterForgot()
    const copied = (JSON.parse(await world.stored()) as { oneTimeTokens: OneTimeToken[] })
      .oneTimeTokens[1] as OneTimeToken
    const other = new World('other', world.store)
    await other.put(oneTimeTokens, copied)
    expect((await setPassword(other, { token, password: 'p' })).status).toBe(401)
    await world.put(oneTimeTokens, { ...copied, userId: 1 })
    expect((await setPassword(world, { token, password: 'p' })).status).toBe(401)
    await world.put(oneTimeTokens, copied)
    expect((await setPassword(world, { token, password: 'p' })).status).toBe(200)
  })

  test('without a live token refuses always alike', async () => {
    const { world, token } = await afterForgot()
    const other = new World('other', world.store)
    await setPassword(world, { token, password: 'p' })
    await forgot(world)
    const changed = (await world.newestMail()).token
    await world.change(email, { isEnabled: false })
    const stored = JSON.parse(await world.stored()) as { oneTimeTokens: { id: string }[] }
    const bodies = [
      ...[{}, { password: 'p' }, { token: '' }, { token: 'x', password: 'p' }, { token: 'rst_' }],
      ...[{ token, password: 'p' }, { token }],
      // Of a disabled user, and the id as it is stored.
      { token: changed, password: 'p' },
      { token: `rst_${stored.oneTimeTokens.at(-1)?.id}`, password: 'p' },
    ]
    const answers = await Promise.all(bodies.map((body) => setPassword(world, body)))
    answers.push(await setPassword(other, { token: changed, password: 'p' }))
    for (const { status, body } of answers)
      expect({ status, body }).toEqual({
        status: 401,
        body: answers[0]?.body,
      })
  })

  test('asks for the password when only a live token came, which stays live', async () => {
    const { world, token } = await afterForgot()
    const { problem } = await setPassword(world, { token })
    expect(problem?.code).toBe('request-invalid')
    expect(problem?.details.violations).toMatchObject([
      { location: 'body', pointer: '/password', rule: 'required' },
    ])
    expect((await setPassword(world, { token, password: 'p' })).status).toBe(200)
  })

  test('lets one of 24 concurrent uses succeed (CON-2)', async () => {
    const { world, token } = await afterForgot()
    const passwords = Array.from({ length: 24 }, (_, index) => `password ${index}`)
    const statuses = await Promise.all(
      passwords.map(async (password) => (await setPassword(world, { token, password })).status),
    )
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.filter((status) => status === 401)).toHaveLength(23)
    const winner = passwords[statuses.indexOf(200)]
    expect((await world.login(email, winner)).status).toBe(200)
  })

  test('makes the other mails of the user worthless', async () => {
    const world = new World()
    const invited = 'invited@example.com'
    const invitation = (await world.newestMail()).token
    await forgot(world, { email: invited })
    const reset = (await world.newestMail()).token
    expect((await setPassword(world, { token: reset, password: 'p' })).status).toBe(200)
    expect((await setPassword(world, { token: invitation, password: 'p' })).status).toBe(401)
  })

  test('a login with the old password that is under way opens nothing that lasts', async () => {
    const { world, token } = await afterForgot()
    const [login] = await Promise.all([
      world.login(email),
      setPassword(world, { token, password: 'new one' }),
    ])
    if (login.status === 200)
      expect(await world.who({ bearer: String(login.body.token) })).toBe(401)
    expect((await world.login(email, 'new one')).status).toBe(200)
  })
})

describe('an invitation', () => {
  const invited = 'invited@example.com'
  const regenerate = (world: World, query: unknown) =>
    world.call('AuthController_regenerateInvitation', { query })

  test('of the seed waits in the outbox of every sandbox, with a link of its own', async () => {
    const world = new World('a')
    const other = new World('b', world.store)
    const [mail] = await world.mails()
    expect(mail).toMatchObject({ to: invited, kind: 'invitation' })
    expect(mail?.link).toBe(`http://localhost:3000/accept-invitation?token=${mail?.token}`)
    expect((await other.mails())[0]?.token).not.toBe(mail?.token)
    expect((await setPassword(other, { token: mail?.token, password: 'p' })).status).toBe(401)
  })

  test('of the seed keeps its link when a world that nobody changed is made anew', async () => {
    expect((await new World().newestMail()).token).toBe((await new World().newestMail()).token)
  })

  test.each([
    ['7 days less a second', 7 * day - 1000, 200],
    ['7 days', 7 * day, 401],
  ])('after %s', async (_name, later, status) => {
    const world = new World()
    const { token } = await world.newestMail()
    world.now += later
    expect((await setPassword(world, { token, password: 'chosen' })).status).toBe(status)
    expect((await world.login(invited, 'chosen')).status).toBe(status)
  })

  test.each(['email', 'token'])('is made anew by %s, and the old token dies', async (name) => {
    const world = new World()
    const { token } = await world.newestMail()
    world.now += 8 * day
    await regenerate(world, { [name]: { email: invited, token }[name] })
    const fresh = await world.newestMail()
    expect(fresh).toMatchObject({ to: invited, kind: 'invitation' })
    expect(fresh.token).not.toBe(token)
    expect((await setPassword(world, { token, password: 'p' })).status).toBe(401)
    expect((await setPassword(world, { token: fresh.token, password: 'p' })).status).toBe(200)
  })

  test('is not made anew by the token of a reset mail, nor for a disabled user', async () => {
    const world = new World()
    await forgot(world, { email: invited })
    const { token } = await world.newestMail()
    await regenerate(world, { token })
    await world.change(invited, { isEnabled: false })
    await regenerate(world, { email: invited })
    expect(await world.mails()).toHaveLength(2)
  })

  test('is not made anew without an open one, and the answer is the same', async () => {
    const world = new World()
    const { token } = await world.newestMail()
    const good = await regenerate(world, { email: invited })
    await setPassword(world, { token: (await world.newestMail()).token, password: 'p' })
    await forgot(world)
    const reset = (await world.newestMail()).token
    const before = (await world.mails()).length
    const answers = []
    for (const query of [
      ...[{}, { email: invited }, { email: 'nobody@example.com' }, { email: 'user@example.com' }],
      ...[{ token }, { token: 'inv_x' }, { token: reset }],
    ]) {
      answers.push(await regenerate(world, query))
    }
    for (const answer of answers) expect(answer).toEqual(good)
    expect(await world.mails()).toHaveLength(before)
  })
})
