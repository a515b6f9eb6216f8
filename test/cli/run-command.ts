import { EventEmitter } from 'node:events'
import { run } from '../../src/cli/run.js'
import type { Environment } from '../../src/options.js'

async function* piped(text: string) {
  yield Promise.resolve(Buffer.from(text))
}

/** Runs a command line that needs no server, with a text as its input, and gives the lines it printed. */
export const runCommand = async (
  words: readonly string[],
  input = '',
  environment: Environment = {},
  signals = new EventEmitter(),
) => {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await run(words, {
    printer: {
      isTerminal: false,
      line: (text) => void out.push(...text.split('\n')),
      error: (text) => void err.push(...text.split('\n')),
      finish: () => Promise.resolve(),
    },
    input: { [Symbol.asyncIterator]: () => piped(input) },
    signals,
    exitNow: () => undefined,
    loadServer: () => Promise.reject(new TypeError('no server is needed')),
    environment,
    hasTerminal: false,
  })
  return { code, out, err }
}
