import { johnDoe, World } from './world.js'

test('no password, token or cookie is in what a world stores (AUN-9)', async () => {
  const world = new World()
  const canaries: string[] = ['password123']
  const admin = await world.login('admin@example.com')
  const bearer = String(admin.body.token)
  canaries.push(bearer, /=([\w-]+)/.exec(String(admin.headers['Set-Cookie']))?.[1] ?? '')
  for (let round = 0; round < 5; round += 1) {
    const [email, password] = [`canary${round}@example.com`, `canary-password-${round}`]
    const next = `canary-new-${round}`
    const body = { ...johnDoe, email, password }
    await world.call('UsersController_createUser', { bearer, body })
    canaries.push(password, next, (await world.newestMail()).token)
    await world.call('AuthController_regenerateInvitation', { query: { email } })
    canaries.push((await world.newestMail()).token)
    await world.call('AuthController_forgotPassword', { body: { email } })
    const { token, link } = await world.newestMail()
    canaries.push(token, link)
    await world.login(email, `${password}-wrong`)
    await world.call('AuthController_setPassword', { body: { token, password: next } })
    canaries.push(await world.token(email, next))
  }
  const stored = await world.stored()
  expect(stored).toContain('canary4@example.com')
  for (const canary of canaries) {
    expect(canary.length).toBeGreaterThan(8)
    expect(stored).not.toContain(canary)
    expect(stored).not.toContain(Buffer.from(canary).toString('base64').replace(/=+$/, ''))
    // Nor the signature, or the secret part, alone.
    expect(stored).not.toContain(canary.replace(/^.*[.=]|(rst|inv)_/g, ''))
  }
})

test('what is stored authenticates nobody (SES-7)', async () => {
  const world = new World()
  await world.login('user@example.com')
  const { sessions } = JSON.parse(await world.stored()) as {
    sessions: { id: string; cookieHash: string }[]
  }
  for (const { id, cookieHash } of sessions) {
    for (const value of [id, cookieHash]) {
      expect(await world.who({ bearer: value })).toBe(401)
      expect(await world.who({ cookie: value })).toBe(401)
    }
  }
})
