import { signIn } from '../auth/sign-in.js'
import { findUserByEmail } from '../auth/user.js'
import { Problem } from '../errors.js'
import type { ControlHandlers } from '../generated/handlers.js'
import type { HandlerContext } from '../handlers/handler-context.js'
import type { ControlContext } from './control-context.js'
import { listMails } from '../sandbox/outbox.js'

/** What health tells about the server. */
export interface ControlFacts {
  readonly version: string
  readonly contracts: readonly {
    readonly title: string
    readonly version: string
    readonly slug: string
    readonly operations: number
  }[]
}

/** A credential that a sandbox takes, and how it is sent. */
type MadeCredential = CredentialReply['body']

type CredentialReply = Extract<
  Awaited<ReturnType<ControlHandlers<ControlContext>['createCredential']>>,
  { status: 201 }
>

/** Makes a credential for a sandbox. */
export type MakeCredential = (
  wish: Parameters<ControlHandlers<ControlContext>['createCredential']>[0]['body'],
  sandbox: HandlerContext['sandbox'],
) => MadeCredential

/** The handlers of spec/control.yaml; each acts on the sandbox that the request selected. */
export const createControlHandlers = (
  facts: ControlFacts,
  makeCredential: MakeCredential,
  freshName: () => string,
  getSamples: ControlHandlers<ControlContext>['getSamples'],
) =>
  ({
    getHealth: () => ({
      status: 200,
      body: { status: 'ok', version: facts.version, contracts: [...facts.contracts] },
    }),
    createSandbox: ({ serverUrl }) => {
      const name = freshName()
      return { status: 201, body: { name, url: `${serverUrl}/@${name}` } }
    },
    getSamples,
    resetSandbox: ({ sandbox }) => {
      sandbox.reset()
      return { status: 204 }
    },
    createToken: async ({ sandbox, body }) => {
      const user = await findUserByEmail(sandbox.state, body.email)
      if (!user?.isEnabled)
        throw new Problem('not-found', {
          detail: `No enabled user has the address ${body.email}.`,
          fix: 'Use the address of a user of this sandbox.',
        })
      const { token } = await signIn(sandbox, user)
      return { status: 201, body: { token } }
    },
    createCredential: ({ sandbox, body }) => ({
      status: 201,
      body: makeCredential(body, sandbox),
    }),
    listMails: async ({ sandbox }) => ({
      status: 200,
      body: { mails: [...(await listMails(sandbox))] },
    }),
  }) satisfies ControlHandlers<ControlContext>
