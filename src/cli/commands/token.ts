import { SetupError } from '../../errors.js'
import type { Command, CommandCall } from '../command.js'
import { askRunningServer } from '../ask-running-server.js'

/**
 * Prints a token for a user: nothing else on standard output. A server that runs on the data folder
 * is asked for it; otherwise the session is opened in the folder.
 */
export const token: Command = async (call) => {
  const email = onlyEmail(call.positionals)
  call.world.printer.line(await tokenOf(email, call))
  return 0
}

const tokenOf = async (email: string, { values, world }: CommandCall): Promise<string> => {
  const { data, seed, jwtSecret, sandbox, port } = values
  const createServer = await world.loadServer()
  let server
  try {
    server = await createServer({ data, seed, jwtSecret, store: 'file' })
  } catch (error) {
    if (!(error instanceof SetupError) || error.code !== 'data-unwritable') throw error
    return askRunningServer({ email, sandbox, port }, error)
  }
  try {
    return await server.token(email, sandbox)
  } finally {
    await server.close()
  }
}

const onlyEmail = ([email, second]: readonly string[]): string => {
  if (email !== undefined && second === undefined) return email
  const detail = email === undefined ? 'token needs an EMAIL.' : 'token takes one EMAIL.'
  throw new SetupError(
    'option-invalid',
    detail,
    {},
    'Write for example: openapi-sandbox token user@example.com',
  )
}
