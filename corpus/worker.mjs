// A process that serves one document after another for run.mjs.
import { serveDocument } from './serve-document.mjs'

process.on('message', async (file) => {
  const start = performance.now()
  let result
  try {
    result = await serveDocument(file)
  } catch (error) {
    result = { refused: error.stack ?? String(error) }
  }
  const memory = process.resourceUsage().maxRSS * 1024
  process.send({ ...result, totalMs: performance.now() - start, memory })
})
