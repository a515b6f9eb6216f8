// A process that reads the docs pages of one document after another for run-docs.mjs.
import { readPages } from './read-pages.mjs'

process.on('message', async (file) => {
  const start = performance.now()
  let result
  try {
    result = await readPages(file)
  } catch (error) {
    result = { refused: error.stack ?? String(error) }
  }
  const memory = process.resourceUsage().maxRSS * 1024
  process.send({ ...result, totalMs: performance.now() - start, memory })
})
