import { SetupError } from '../../errors.js'
import type { Command } from '../command.js'

/** Prints a token for a user of the data folder: nothing else on standard output. */
export const token: Command = async ({ values, positionals, world }) => {
  const email = onlyEmail(positionals)
  const createServer = await world.loadServer()
  const { data, seed, jwtSecret } = values
  const server = await createServer({ data, seed, jwtSecret, store: 'file' }).catch(explainLock)
  try {
    world.printer.line(await server.token(email, values.sandbox))
  } finally {
    await server.close()
  }
  return 0
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

const explainLock = (error: unknown): never => {
  if (!(error instanceof SetupError) || error.code !== 'data-unwritable') throw error
  throw new SetupError(
    error.code,
    error.message,
    error.place,
    'If a server is running on this folder, ask it for a token instead (POST /_sandbox/v1/tokens), or stop it first. ' +
      error.fix,
  )
}
