// A process that verifies our servers of one document after another for run-verify.mjs.
import { verifyDocument } from './verify-document.mjs'

const most = Number(process.argv[2])

process.on('message', async (file) => {
  const start = performance.now()
  let result
  try {
    result = await verifyDocument(file, most)
  } catch (error) {
    result = { refused: error.stack ?? String(error) }
  }
  const memory = process.resourceUsage().maxRSS * 1024
  process.send({ ...result, totalMs: performance.now() - start, memory })
})
