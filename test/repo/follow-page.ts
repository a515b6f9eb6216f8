import { execFile } from 'node:child_process'
import { type MarkedBlock, resembles } from './marked-blocks.js'

/** What a script printed, on either stream, and whether it failed. */
export interface Ran {
  readonly output: string
  readonly failed: boolean
}

/** Runs a script. */
export const bash = (script: string, cwd: string): Promise<Ran> =>
  new Promise((resolve) => {
    const options = { cwd, maxBuffer: 16 * 1024 ** 2 }
    execFile('bash', ['-e', '-o', 'pipefail', '-c', script], options, (error, stdout, stderr) =>
      resolve({ output: stdout + stderr, failed: error !== null }),
    )
  })

/** Runs the blocks of a page in order, and compares what each printed with the block that follows. */
export const follow = async (
  blocks: readonly MarkedBlock[],
  step: (block: MarkedBlock) => Promise<Ran | undefined>,
): Promise<void> => {
  let last: Ran | undefined
  for (const block of blocks) {
    if (block.mark === 'output') {
      const output = last?.output ?? ''
      // The comparison only shows what differs.
      if (!resembles(output, block.text)) expect(output).toBe(block.text)
      continue
    }
    last = await step(block)
    if (!last) continue
    const failed = block.mark.includes('fails')
    if (last.failed !== failed) throw new Error(`${block.text}printed:\n${last.output}`)
  }
}
