/** What sends signals; `process` does. */
export interface SignalSource {
  on(signal: 'SIGTERM' | 'SIGINT' | 'SIGHUP', listener: () => void): unknown
}

/** npm sends Ctrl-C once more to what the terminal has already told: a repeat within this time is the same one. */
const sameSignalMs = 100

/**
 * Resolves at the first SIGTERM or SIGINT; a later one, from a person who does not want to wait, calls `exitNow`
 * with 130 (128 + SIGINT, as shells count).
 */
export const firstSignal = (source: SignalSource, exitNow: (code: number) => void): Promise<void> =>
  new Promise((resolve) => {
    let isRepeat = false
    let isDecided = false
    const onSignal = (): void => {
      if (isDecided && !isRepeat) exitNow(130)
      if (isDecided) return
      isDecided = isRepeat = true
      setTimeout(() => (isRepeat = false), sameSignalMs).unref()
      resolve()
    }
    source.on('SIGTERM', onSignal)
    source.on('SIGINT', onSignal)
  })

/** Calls `reload` at each SIGHUP, as daemons do; without a listener it would end the process. */
export const onHangUp = (source: SignalSource, reload: () => void): void => {
  source.on('SIGHUP', reload)
}

const parentCheckMs = 200

/**
 * Calls `gone` when the process that started this one has ended: a shell between npx and us dies of SIGTERM without
 * passing it on, and the server would hold its port for ever. Does not keep the process alive.
 */
export const watchParent = (
  self: { readonly ppid: number },
  gone: () => void,
  everyMs = parentCheckMs,
): void => {
  const parent = self.ppid
  const timer = setInterval(() => {
    if (self.ppid === parent) return
    clearInterval(timer)
    gone()
  }, everyMs)
  timer.unref()
}
