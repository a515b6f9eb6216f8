#!/usr/bin/env node
import { isRunByNpx } from '../options.js'
import { errorText, internalExitCode } from './error-text.js'
import { createPrinter, hasTerminal } from './print.js'
import { run } from './run.js'
import { watchParent } from './signals.js'

const printer = createPrinter()

const exit = async (code: number): Promise<never> => {
  await printer.finish()
  process.exit(code)
}

const crash = (error: unknown): void => {
  printer.error(errorText(error))
  void exit(internalExitCode)
}
process.on('uncaughtException', crash)
process.on('unhandledRejection', crash)
if (isRunByNpx()) watchParent(process, () => process.kill(process.pid, 'SIGTERM'))

const code = await run(process.argv.slice(2), {
  printer,
  input: process.stdin,
  signals: process,
  hasTerminal: hasTerminal(),
  exitNow: (exitCode) => process.exit(exitCode),
  loadServer: async () => (await import('../server/create-server.js')).createServer,
})
await exit(code)
