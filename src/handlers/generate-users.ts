import { emailKey, type User, users } from '../auth/user.js'
import { type FakerDoor, openFaker } from '../generate/faker-door.js'
import { deriveSeed, seededRandom } from '../lib/seeded-random.js'
import type { GenerateWish } from '../sandbox/record-collection.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import { nextUserId, usualPassword } from './user-changes.js'

/** The roles that the examples of the contract have, the most usual ones more often. */
const roles = ['USER', 'USER', 'USER', 'SITE_USER', 'SITE_USER', 'ADMIN'] as const

const day = 86_400_000

/** What stands before the @ of an address: letters, digits and dots. */
const localPart = (first: string, last: string): string =>
  `${first}.${last}`
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '')

/** The first address that nobody has: `jane.doe@example.com`, `jane.doe2@example.com`. */
const freeAddress = (local: string, taken: Set<string>): string => {
  for (let number = 1; ; number++) {
    const address = `${local}${number === 1 ? '' : number}@example.com`
    const key = emailKey(address)
    if (taken.has(key)) continue
    taken.add(key)
    return address
  }
}

/** Someone made up: the same for the same seed, time and place among the others. */
const person = (faker: FakerDoor, seed: number, now: number, index: number) => {
  const own = deriveSeed(seed, index)
  const random = seededRandom(own)
  const drawn = (method: string) => String(faker.call(method, [], deriveSeed(own, method), now))
  const name = { firstName: drawn('person.firstName'), lastName: drawn('person.lastName') }
  const ids = (most: number) =>
    Array.from({ length: random.int(0, 1) }, () => String(random.int(1, most)))
  const acceptedAt = now - random.int(0, 365) * day - random.int(0, day)
  return {
    ...name,
    role: random.pick(roles),
    isEnabled: random.int(1, 20) > 1,
    organizationIds: ids(5),
    brandIds: ids(10),
    siteIds: ids(20),
    tosAcceptedAt: random.int(1, 4) > 1 ? new Date(acceptedAt).toISOString() : null,
  }
}

/** The present of generated dates: what is generated does not depend on when. */
const present = Date.UTC(2025, 0, 1)

/** Adds realistic users with addresses that nobody has, and the usual password. */
export const generateUsers = async (
  sandbox: Sandbox,
  { count, seed }: GenerateWish,
): Promise<number> => {
  const { state, auth, random } = sandbox
  const [faker, passwordHash] = [
    await openFaker(),
    await auth.passwords.hash(usualPassword, random),
  ]
  const taken = new Set((await state.list(users)).map(({ email }) => emailKey(email)))
  for (let index = 0; index < count; index++) {
    const made = person(faker, seed, present, index)
    const user: User = {
      id: await nextUserId(sandbox),
      email: freeAddress(localPart(made.firstName, made.lastName), taken),
      ...made,
      fhirStoreId: 'heydonto-sandbox',
      passwordHash,
      sessionEpoch: 0,
      invitationPending: false,
    }
    state.put(users, user)
  }
  return count
}
