import type { ContractReload } from './contract-reload.js'
import type { CurrentSite } from './current-site.js'
import { FileWatch } from './file-watch.js'
import { namedFiles } from './serve-contract.js'
import type { ServerOptions } from './server-options.js'

/** The watch over the files of the contracts of one server. */
export interface ContractWatch {
  /** Loads contracts anew at each change of what they were read from, since this was made. */
  readonly start: (current: CurrentSite, reload: ContractReload) => Promise<void>
  /** Follows the files that the contracts are made of now. */
  readonly follow: (current: CurrentSite) => Promise<void>
  readonly close: () => Promise<void>
}

/**
 * Prepares to watch: to be called before the contracts are read, so that no change is missed. Holds
 * nothing open until it is started.
 */
export const watchContracts = async (
  options: Pick<ServerOptions, 'contract' | 'overlay'>,
): Promise<ContractWatch> => {
  const watch = new FileWatch()
  const named = namedFiles(options)
  await watch.follow(named)
  const follow = (current: CurrentSite): Promise<void> =>
    watch.follow([...named, ...current.served().flatMap(({ files }) => files)])
  return {
    follow,
    start: async (current, reload) => {
      await follow(current)
      // What cannot be used was told in the log.
      watch.start((files) => reload.run(files).finally(() => follow(current)))
    },
    close: () => watch.close(),
  }
}
