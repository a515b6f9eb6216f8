import { SetupError } from '../errors.js'
import { createCredentialMint, type CredentialMint } from './credential-mint.js'
import { createOneTimeTokenMint, type OneTimeTokenMint } from './one-time-tokens.js'
import { createPasswords, type PasswordCost, type Passwords } from './passwords.js'
import { createSessionOpener, type SessionOpener } from './session-opener.js'
import { createTokens, type Tokens } from './tokens.js'

/** Everything that hashes, signs or verifies: the door through which cryptography comes in. */
export interface Auth {
  readonly passwords: Passwords
  readonly tokens: Tokens
  readonly oneTimeTokens: OneTimeTokenMint
  readonly sessions: SessionOpener
  /** The credentials of other contracts than ours. */
  readonly credentials: CredentialMint
}

/** What {@link createAuth} needs to know. */
export interface AuthOptions {
  /** The server's secret key; tokens signed with another one are worth nothing. */
  readonly key: Uint8Array
  readonly passwordCost: PasswordCost
}

/**
 * Makes the one Auth of a server.
 *
 * @throws SetupError `option-invalid` when the key is empty.
 */
export const createAuth = ({ key, passwordCost }: AuthOptions): Auth => {
  if (key.length === 0) throw new SetupError('option-invalid', 'The secret key is empty.')
  return {
    passwords: createPasswords({ cost: passwordCost }),
    tokens: createTokens(key),
    oneTimeTokens: createOneTimeTokenMint(key),
    sessions: createSessionOpener(),
    credentials: createCredentialMint(key),
  }
}
