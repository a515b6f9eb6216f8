import { signIn } from '../auth/sign-in.js'
import { findUserByEmail } from '../auth/user.js'
import { Problem } from '../errors.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import type { AllControlHandlers } from './control-context.js'

type CredentialReply = Extract<
  Awaited<ReturnType<AllControlHandlers['createCredential']>>,
  { status: 201 }
>

/** Makes a credential for a sandbox. */
export type MakeCredential = (
  wish: Parameters<AllControlHandlers['createCredential']>[0]['body'],
  sandbox: Sandbox,
) => CredentialReply['body']

/** What the handlers of one sandbox need. */
export interface SandboxHandlerParts {
  readonly makeCredential: MakeCredential
}

/** The operations of one sandbox as a whole. */
export const createSandboxHandlers = ({ makeCredential }: SandboxHandlerParts) =>
  ({
    resetSandbox: async ({ transaction }) => {
      await transaction(async (sandbox) => sandbox.reset())
      return { status: 204 }
    },
    createToken: ({ transaction, body }) =>
      transaction(async (sandbox) => {
        const user = await findUserByEmail(sandbox.state, body.email)
        if (!user?.isEnabled)
          throw new Problem('not-found', {
            detail: `No enabled user has the address ${body.email}.`,
            fix: 'Use the address of a user of this sandbox.',
          })
        const { token } = await signIn(sandbox, user)
        return { status: 201, body: { token } }
      }),
    createCredential: ({ transaction, body }) =>
      transaction(async (sandbox) => ({ status: 201, body: makeCredential(body, sandbox) })),
  }) satisfies Partial<AllControlHandlers>
