import type { Command } from '../command.js'

/** Verifies a running server by a contract. It is loaded when it is called: help needs none of it. */
export const verify: Command = async (call) => {
  const { verifyServer } = await import('../verify/verify-server.js')
  return verifyServer(call)
}
