// A process that tells the stories of one document after another for run-state.mjs.
import { tellDocument } from './tell-stories.mjs'

process.on('message', async (file) => {
  const start = performance.now()
  let result
  try {
    result = await tellDocument(file)
  } catch (error) {
    result = { refused: error.stack ?? String(error) }
  }
  const memory = process.resourceUsage().maxRSS * 1024
  process.send({ ...result, totalMs: performance.now() - start, memory })
})
