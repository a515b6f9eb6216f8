import { SetupError } from '../../src/errors.js'
import { readSeed } from '../../src/sandbox/seed.js'
import { World } from './world.js'

const user = {
  id: 1,
  email: 'a@example.com',
  password: 'p',
  firstName: 'A',
  lastName: 'B',
  role: 'ADMIN',
}
const phc = `$scrypt$ln=12,r=8,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`
const { password: _password, ...noPassword } = user

describe('a seed that cannot be read is refused at its first fault', () => {
  test.each([
    [null, ''],
    [[], ''],
    [{}, '/users'],
    [{ users: {} }, '/users'],
    [{ users: [], user: [] }, '/user'],
    [{ users: [1] }, '/users/0'],
    [{ users: [user, { ...user, id: 2, email: 'A@EXAMPLE.com' }] }, '/users/1/email'],
    [{ users: [user, { ...user, email: 'b@example.com' }] }, '/users/1/id'],
    [{ users: [{ ...user, id: '1' }] }, '/users/0/id'],
    [{ users: [{ ...user, id: 0 }] }, '/users/0/id'],
    [{ users: [{ ...user, email: 1 }] }, '/users/0/email'],
    [{ users: [{ ...user, isEnabled: 'yes' }] }, '/users/0/isEnabled'],
    [{ users: [{ ...user, siteIds: [1] }] }, '/users/0/siteIds'],
    [{ users: [{ ...user, tosAcceptedAt: 'yesterday' }] }, '/users/0/tosAcceptedAt'],
    [{ users: [{ ...user, invitation: true }] }, '/users/0/invitation'],
    [{ users: [{ ...user, 'e/mail': 1 }] }, '/users/0/e~1mail'],
    [{ users: [noPassword] }, '/users/0'],
    [{ users: [{ ...user, passwordHash: phc }] }, '/users/0'],
    [{ users: [{ ...noPassword, passwordHash: 'md5' }] }, '/users/0/passwordHash'],
    [{ users: [], counters: { users: '1' } }, '/counters/users'],
    [{ users: [], counters: { mails: 1 } }, '/counters/mails'],
  ])('%j at %p', (json, pointer) => {
    const read = () => readSeed(json)
    expect(read).toThrow(SetupError)
    expect(read).toThrow(expect.objectContaining({ code: 'seed-unreadable', place: { pointer } }))
    expect(read).toThrow(/expected/)
  })
})

test('a seed may leave out what has a default, and bring a hash instead of a password', () => {
  expect(readSeed({ users: [{ ...noPassword, passwordHash: phc }] })).toEqual({
    users: [
      {
        ...noPassword,
        secret: { passwordHash: phc },
        isEnabled: true,
        organizationIds: [],
        brandIds: [],
        siteIds: [],
        fhirStoreId: 'heydonto-sandbox',
        tosAcceptedAt: null,
        invitationPending: false,
      },
    ],
    nextUserId: 1,
  })
})

test('a password is hashed once for all users and worlds that share it', async () => {
  const world = new World('a')
  const worlds = ['b', 'c', 'd'].map((name) => new World(name, world.store))
  await Promise.all([world, ...worlds].map((one) => one.mails()))
  expect(world.hashed).toHaveLength(1)
})
