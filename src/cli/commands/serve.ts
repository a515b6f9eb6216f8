import { type OptionValues, wantsColour } from '../../options.js'
import { systemClock } from '../../sandbox/clock.js'
import type { Server } from '../../server/create-server.js'
import { bannerJson, bannerText } from '../banner.js'
import type { Command, CommandCall } from '../command.js'
import { checkExposure, exposureList, madeToken } from '../exposure.js'
import { createLog, isLogged, type LogSettings } from '../log.js'
import { serverOptionsOf } from '../server-options-of.js'
import { firstSignal, onHangUp } from '../signals.js'

/** Serves until the first SIGTERM or SIGINT, then finishes what was accepted. */
export const serve: Command = async (call) => {
  const { values, world } = call
  const warning = checkExposure(call)
  const settings = logSettings(call)
  const log = createLog(world.printer, settings)
  const options = await serverOptionsOf(call, log)
  const createServer = await world.loadServer()
  const server = await createServer(options)
  const url = await listen(server, values)
  const stopped = firstSignal(world.signals, world.exitNow)
  // What cannot be used is told in the log.
  if (!world.hasTerminal) onHangUp(world.signals, () => void server.reload().catch(() => undefined))
  if (warning) log({ level: 'warn', time: now(), message: warning })
  if (isLogged('warn', settings)) exposureList(call).forEach(world.printer.error)
  if (isLogged('error', settings)) madeToken(call, server.controlToken).forEach(world.printer.error)
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
