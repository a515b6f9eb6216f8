import { type OptionValues, wantsColour } from '../../options.js'
import { systemClock } from '../../sandbox/clock.js'
import type { Server, ServerOptions } from '../../server/create-server.js'
import type { Log } from '../../server/log-entry.js'
import type { ContractOptions } from '../../server/server-options.js'
import { bannerJson, bannerText } from '../banner.js'
import type { Command, CommandCall } from '../command.js'
import { checkExposure, exposureList } from '../exposure.js'
import { loadHandlers } from '../load-handlers.js'
import { createLog, isLogged, type LogSettings } from '../log.js'
import { firstSignal, onHangUp } from '../signals.js'

/** Serves until the first SIGTERM or SIGINT, then finishes what was accepted. */
export const serve: Command = async (call) => {
  const { values, world } = call
  const warning = checkExposure(call)
  const settings = logSettings(call)
  const log = createLog(world.printer, settings)
  const options = await serverOptions(call, log)
  const createServer = await world.loadServer()
  const server = await createServer(options)
  const url = await listen(server, values)
  const stopped = firstSignal(world.signals, world.exitNow)
  // What cannot be used is told in the log.
  if (!world.hasTerminal) onHangUp(world.signals, () => void server.reload().catch(() => undefined))
  if (warning) log({ level: 'warn', time: now(), message: warning })
  if (isLogged('warn', settings)) exposureList(call).forEach(world.printer.error)
  for (const line of await startLines(call, settings, server, url)) world.printer.line(line)
  await stopped
  await server.close()
  return 0
}

const now = (): string => new Date(systemClock.now()).toISOString()

const listen = async (server: Server, { port, host }: OptionValues): Promise<string> => {
  try {
    return (await server.listen({ port, host })).url
  } catch (error) {
    await server.close()
    throw error
  }
}

const logSettings = ({ values, world }: CommandCall): LogSettings => ({
  level: values.logLevel,
  format: values.logFormat ?? (world.printer.isTerminal ? 'pretty' : 'json'),
  isColoured: world.printer.isTerminal && wantsColour(world.environment),
})

/** So many operations of each surface are listed: a terminal shows no more, and each takes time. */
const maxListed = 50

/** The lines at start. The last one is always the same, at every level and format: scripts wait for it. */
const startLines = async (
  { values }: CommandCall,
  settings: LogSettings,
  server: Server,
  url: string,
): Promise<string[]> => {
  const listening = `Listening on ${url}`
  if (!isLogged('info', settings)) return [listening]
  // Without a word about the format the list is for people, also in the log of a CI job.
  const surfaces = await server.surfaces(maxListed)
  const list =
    values.logFormat === 'json'
      ? bannerJson(surfaces, url, now())
      : bannerText(surfaces, url, settings.isColoured)
  return [...list, listening]
}

const serverOptions = async (
  { values, positionals, world }: CommandCall,
  log: Log,
): Promise<ServerOptions> => ({
  // The types of a module's handlers are checked where it is written.
  ...({
    contract: positionals.length > 0 ? positionals : undefined,
    handlers: values.handlers === undefined ? undefined : await loadHandlers(values.handlers),
  } as ContractOptions),
  ...(values.allowRefs && { allowRefs: values.allowRefs }),
  ...(values.overlay && { overlay: values.overlay }),
  ...(world.input && { input: world.input }),
  data: values.data,
  store: values.store,
  seed: values.seed,
  validate: values.validate,
  state: values.state,
  ...(values.stateFile && { stateFile: values.stateFile }),
  replyCheck: values.replyCheck,
  mockCredentials: values.mockCredentials,
  ...(values.auth && { auth: values.auth }),
  strictExamples: values.strictExamples,
  callbacks: values.callbacks,
  errorIfForcedExampleNotFound: values.errorIfForcedExampleNotFound,
  authorization: values.authorization,
  profile: values.profile,
  jwtSecret: values.jwtSecret,
  maxBody: values.maxBody,
  allowOrigin: values.allowOrigin,
  allowHost: values.allowHost,
  allowHeader: values.allowHeader,
  allowLocalNetwork: values.allowLocalNetwork,
  ...(values.publicUrl && { publicUrl: values.publicUrl }),
  requireSandbox: values.requireSandbox,
  strict: values.strict,
  appUrl: values.appUrl,
  watch: values.watch,
  log,
})
