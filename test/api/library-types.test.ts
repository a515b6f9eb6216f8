import {
  createServer,
  type Handlers,
  type HandlerContext,
  type HandlerOf,
} from '../../src/index.js'
import { openServer } from './support/open-server.js'

/** Checked by the compiler: each expected error must be one. Nothing here is run. */
export const checkedByTheCompiler = async (): Promise<void> => {
  const good: HandlerOf<'AuthController_login'> = ({ body }) => ({
    status: 200,
    body: { message: body.email.toUpperCase(), token: body.password },
  })
  await createServer({ handlers: { AuthController_login: good } })
  await createServer({
    handlers: {
      UsersController_deleteUser: ({ params, principal }) => ({
        status: 200,
        body: { message: `${params.userId.toFixed()} by ${principal.user.email}` },
      }),
    },
  })
  // @ts-expect-error: 418 is not documented
  await createServer({
    handlers: {
      AuthController_logout: () => ({ status: 418, body: { message: 'teapot' } }),
    },
  })
  // @ts-expect-error: the message is text
  await createServer({
    handlers: {
      AuthController_logout: () => ({ status: 200, body: { message: 42 } }),
    },
  })
  // @ts-expect-error: there is no such operation
  await createServer({ handlers: { AuthController_logoff: good } })
  await createServer({ contract: ['a.yaml', { openapi: '3.1.0' }], watch: true, handlers: {} })
  // @ts-expect-error: neither a file nor a document
  await createServer({ contract: [1] })
  // @ts-expect-error: there is no such option
  await createServer({ contracts: 'x' })

  const { use } = (await createServer()).sandbox()
  use('AuthController_login', ({ body }) => ({
    status: 200,
    body: { message: body.email, token: '' },
  }))
  // @ts-expect-error: login documents no 201
  use('AuthController_login', () => ({ status: 201, body: { message: '', token: '' } }))
  // @ts-expect-error: tos-accept documents a message
  use('AuthController_acceptTermsOfService', () => ({ status: 200, body: {} }))
  // Those of another contract take what comes.
  use('listPets', ({ params }) => ({ status: 200, body: params }))
  await createServer({ contract: {}, handlers: { listPets: () => ({ status: 299 }) } })

  const some: Partial<Handlers<HandlerContext>> = { AuthController_login: good }
  await createServer({ handlers: some })
  // @ts-expect-error: an operation is missing
  const all: Handlers<HandlerContext> = some
  void all
}

test('a typed handler answers', async () => {
  const server = await openServer({
    handlers: {
      AuthController_login: ({ body }) => ({
        status: 200,
        body: { message: `Hello ${body.email}`, token: 't' },
      }),
    },
  })
  const answer = await server.sandbox().fetch('/auth/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'a@b.c', password: 'x' }),
  })
  expect(await answer.json()).toEqual({ message: 'Hello a@b.c', token: 't' })
})
