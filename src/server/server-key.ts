import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SetupError } from '../errors.js'
import { bytesOf } from '../lib/text-bytes.js'
import type { Random } from '../sandbox/random.js'
import { systemCode } from '../store/file-system.js'

const keyLength = 32

const readKey = async (file: string): Promise<Uint8Array | undefined> => {
  try {
    const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'hex')
    if (key.length >= keyLength) return key
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw new SetupError('data-unwritable', `The key cannot be read: ${String(error)}`, { file })
  }
  throw new SetupError(
    'data-unwritable',
    'The key is damaged',
    { file },
    `Remove ${file}: everybody has to log in again.`,
  )
}

/** Writes a new key that only its owner can read; another process may have been first. */
const makeKey = async (directory: string, file: string, random: Random): Promise<Uint8Array> => {
  const key = random.bytes(keyLength)
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    const handle = await open(file, 'wx', 0o600)
    try {
      await handle.writeFile(`${Buffer.from(key).toString('hex')}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    return key
  } catch (error) {
    const other = systemCode(error) === 'EEXIST' ? await readKey(file) : undefined
    if (other) return other
    throw new SetupError('data-unwritable', `The key cannot be written: ${String(error)}`, { file })
  }
}

/**
 * The key that tokens are signed with: the given secret, else the one kept in `DATA/secret.key`, made
 * at the first start, else (state in memory) a new one.
 * @throws SetupError `data-unwritable`, or `option-unsafe` for a weak secret in the public profile.
 */
export const serverKey = async (
  options: {
    readonly secret: string | undefined
    readonly directory: string | undefined
    readonly profile: 'local' | 'public'
  },
  random: Random,
): Promise<Uint8Array> => {
  const { secret, directory, profile } = options
  if (secret !== undefined) {
    const key = bytesOf(secret)
    if (key.length === 0 || (profile === 'public' && key.length < keyLength))
      throw new SetupError(
        'option-unsafe',
        `jwtSecret has ${key.length} bytes; the ${profile} profile needs ${profile === 'public' ? keyLength : 1}`,
        {},
        'Give a longer secret, or none: a good one is then generated.',
      )
    return key
  }
  if (directory === undefined) return random.bytes(keyLength)
  const file = join(directory, 'secret.key')
  return (await readKey(file)) ?? makeKey(directory, file, random)
}
