import { SetupError } from '../../errors.js'
import { isReply, type Send } from '../wire.js'

/** How long a server is waited for, and by which clocks. */
export interface Waiting {
  /** Milliseconds; 0: it has to be there. */
  readonly wait: number
  readonly sleep: (milliseconds: number) => Promise<void>
  /** Milliseconds that only grow. */
  readonly monotonic: () => number
}

/** A server that comes up is asked so often, in milliseconds. */
const interval = 250

/**
 * Waits until a server answers anything at all.
 * @throws SetupError `server-unreachable` when it does not in time.
 */
export const reach = async (
  base: string,
  send: Send,
  { wait, sleep, monotonic }: Waiting,
): Promise<void> => {
  const end = monotonic() + wait
  for (;;) {
    const answer = await send({ method: 'GET', target: '/', headers: [['Accept', '*/*']] })
    if (isReply(answer)) return
    if (monotonic() + interval > end) {
      const waited = wait > 0 ? ` in ${Math.round(wait / 1000)} s` : ''
      throw new SetupError(
        'server-unreachable',
        `${base} gave no answer${waited}: ${answer.failure}`,
      )
    }
    await sleep(interval)
  }
}
