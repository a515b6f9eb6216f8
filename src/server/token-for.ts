import { noCookie } from '../auth/session-cookie.js'
import { signIn } from '../auth/sign-in.js'
import { findUserByEmail } from '../auth/user.js'
import { SetupError } from '../errors.js'
import type { SandboxRegistry } from '../sandbox/sandbox-registry.js'
import type { AnyHandler } from './any-handler.js'

/**
 * A token of a new session of a user of a sandbox.
 * @throws SetupError `option-invalid` when it has no enabled user of that address.
 */
export const tokenFor = (
  registry: SandboxRegistry<AnyHandler>,
  email: string,
  sandbox = 'default',
): Promise<string> =>
  registry.run(sandbox, noCookie, async (opened) => {
    const user = await findUserByEmail(opened.state, email)
    if (user?.isEnabled) return (await signIn(opened, user)).token
    throw new SetupError(
      'option-invalid',
      `The sandbox ${sandbox} has no enabled user ${email}`,
      {},
      'Name a user of the seed, or one that was created.',
    )
  })
