import type { ClockState } from '../../control-client/index.js'
import { useEffect, useState } from './preact.js'

/** What a clock shows from when it was read on: it runs with the frames of the page, or stands still. */
export const useRunningTime = (clock: ClockState | undefined): number | undefined => {
  const [time, setTime] = useState<number | undefined>(undefined)
  useEffect(() => {
    if (!clock) return undefined
    const read = Date.parse(clock.now)
    setTime(read)
    if (clock.mode === 'frozen') return undefined
    let first: number | undefined
    let frame = requestAnimationFrame(function step(at) {
      first ??= at
      const now = read + at - first
      // Once a second: nothing finer is shown.
      setTime((shown) => (Math.trunc((shown ?? 0) / 1000) === Math.trunc(now / 1000) ? shown : now))
      frame = requestAnimationFrame(step)
    })
    return () => cancelAnimationFrame(frame)
  }, [clock])
  return time
}
