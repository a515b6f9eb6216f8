import { createPasswords, type DeriveKey } from '../../src/auth/passwords.js'
import { readPhc } from '../../src/auth/phc.js'
import { secureRandom } from '../../src/sandbox/random.js'

const counted = (cost: 'local' | 'public') => {
  const work: string[] = []
  const derive: DeriveKey = async (_password, { ln, r, p, salt, hash }) => {
    work.push(`${ln} ${r} ${p} ${salt.length} ${hash.length}`)
    return new Uint8Array(hash.length)
  }
  return { work, passwords: createPasswords({ cost, derive }) }
}

describe('passwords', () => {
  const local = createPasswords({ cost: 'local' })

  test('are stored as a PHC string of scrypt with the parameters of the cost', async () => {
    expect(await local.hash('password123', secureRandom)).toMatch(
      /^\$scrypt\$ln=12,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
    )
    const open = createPasswords({ cost: 'public' })
    expect(await open.hash('password123', secureRandom)).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$/)
  })

  test('have a salt each', async () => {
    expect(await local.hash('a', secureRandom)).not.toBe(await local.hash('a', secureRandom))
  })

  test('agree with the vector of RFC 7914 §12', async () => {
    const hash =
      'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640'
    const text = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')
    const parts = [Buffer.from('NaCl'), Buffer.from(hash, 'hex')].map(text)
    const phc = `$scrypt$ln=10,r=8,p=16$${parts.join('$')}`
    expect(await local.verify('password', phc)).toBe(true)
  })

  test.each([
    ['72 bytes alone', 'x'.repeat(72) + 'tail', 'x'.repeat(72)],
    ['another composition of the same letter', 'caf\u00e9', 'cafe\u0301'],
    ['no leading space', ' password', 'password'],
    ['another letter case', 'Password', 'password'],
    ['nothing', 'password', ''],
  ])('are used exactly as sent: %s does not pass', async (_name, password, other) => {
    const phc = await local.hash(password, secureRandom)
    expect(await local.verify(password, phc)).toBe(true)
    expect(await local.verify(other, phc)).toBe(false)
  })

  test('may be as long as a body', async () => {
    const long = 'é'.repeat(300_000)
    const phc = await local.hash(long, secureRandom)
    expect(await local.verify(long, phc)).toBe(true)
    expect(await local.verify(long.slice(1), phc)).toBe(false)
  })

  test.each(['local', 'public'] as const)(
    'that nobody has cost as much as those that somebody has (%s)',
    async (cost) => {
      const { work, passwords } = counted(cost)
      const phc = await passwords.hash('a', secureRandom)
      expect(await passwords.verify('a', phc)).toBe(true)
      expect(await passwords.verify('a', undefined)).toBe(false)
      expect(await passwords.verify('a', 'damaged')).toBe(false)
      expect(new Set(work).size).toBe(1)
      expect(work).toHaveLength(4)
    },
  )

  test('of other parameters pass and want to be hashed again', async () => {
    const open = createPasswords({ cost: 'public' })
    const phc = await local.hash('password123', secureRandom)
    expect(await open.verify('password123', phc)).toBe(true)
    expect(open.needsRehash(phc)).toBe(true)
    expect(local.needsRehash(phc)).toBe(false)
    for (const other of ['damaged', phc.replace('ln=12', 'ln=11'), phc.replace('r=8', 'r=4')]) {
      expect(local.needsRehash(other)).toBe(true)
    }
    expect(local.needsRehash(phc.replace('p=1', 'p=2'))).toBe(true)
  })
})

describe('a stored hash that would exhaust the machine is not read', () => {
  const salt = 'A'.repeat(22)
  const hash = 'A'.repeat(43)
  test.each([
    [`$scrypt$ln=12,r=8,p=1$${salt}$${hash}`, true],
    [`$scrypt$ln=17,r=8,p=1$${salt}$${hash}`, true],
    [`$scrypt$ln=18,r=8,p=1$${salt}$${hash}`, false],
    [`$scrypt$ln=17,r=9,p=1$${salt}$${hash}`, false],
    [`$scrypt$ln=99,r=8,p=1$${salt}$${hash}`, false],
    [`$scrypt$ln=17,r=8,p=3$${salt}$${hash}`, false],
    [`$scrypt$ln=0,r=8,p=1$${salt}$${hash}`, false],
    [`$scrypt$ln=12,r=0,p=1$${salt}$${hash}`, false],
    [`$scrypt$ln=12,r=8,p=0$${salt}$${hash}`, false],
    [`$scrypt$ln=12,r=8,p=1$${salt}$`, false],
    [`$scrypt$ln=12,r=8,p=1$${salt}$${'A'.repeat(900)}`, false],
    [`$argon2id$ln=12,r=8,p=1$${salt}$${hash}`, false],
    ['', false],
  ])('%s', (phc, readable) => {
    expect(readPhc(phc) !== undefined).toBe(readable)
  })
})
