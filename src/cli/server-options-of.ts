import type { ServerOptions } from '../server/create-server.js'
import type { Log } from '../server/log-entry.js'
import type { ContractOptions } from '../server/server-options.js'
import type { CommandCall } from './command.js'
import { loadHandlers } from './load-handlers.js'

/** How many sandboxes there may be, how much each may hold, and for how long. */
const worldOptions = (values: CommandCall['values']) => ({
  ...(values.seeds !== undefined && { seeds: values.seeds }),
  ...(values.maxSandboxes !== undefined && { maxSandboxes: values.maxSandboxes }),
  ...(values.maxRecords !== undefined && { maxRecords: values.maxRecords }),
  maxSnapshots: values.maxSnapshots,
  journal: values.journal,
  ...(values.sandboxIdle !== undefined && { sandboxIdle: values.sandboxIdle }),
})

/** The options of a server as the command line says them. */
export const serverOptionsOf = async (
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
  ...worldOptions(values),
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
  ...(values.controlToken !== undefined && { controlToken: values.controlToken }),
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
