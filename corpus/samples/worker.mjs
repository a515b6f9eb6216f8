// A process that judges the samples of one document after another for run-samples.mjs.
import { judgeSamples } from './judge-samples.mjs'

process.on('message', async (file) => {
  const start = performance.now()
  let result
  try {
    result = await judgeSamples(file)
  } catch (error) {
    result = { refused: error.stack ?? String(error) }
  }
  process.send({ ...result, totalMs: performance.now() - start })
})
