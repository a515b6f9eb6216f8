// Measures what a document of 1,223 operations costs: the start, the first request to each operation, and each
// request after it against the same request on 11 operations. Prints one line each.
import { fork, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const file = fileURLToPath(
  new URL('../corpus/node_modules/@octokit/openapi/generated/api.github.com.json', import.meta.url),
)
const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const self = fileURLToPath(import.meta.url)

/** The document that is measured, or undefined where it is not installed. */
export const largeDocument = (named) => [named, file].find((one) => one && existsSync(one))

const walk = (value) => {
  if (typeof value !== 'object' || value === null) return 1
  let count = 1
  for (const key in value) count += walk(value[key])
  return count
}

/** Milliseconds from the start of the process to its first answer. */
const startOnce = async (document) => {
  const begin = performance.now()
  const words = ['serve', document, '--port', '0', '--host', '127.0.0.1', '--store', 'memory']
  const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  const url = await new Promise((resolve) => {
    child.stdout.on('data', (chunk) => {
      text += chunk
      const found = /^Listening on (\S+)$/m.exec(text)?.[1]
      if (found) resolve(found)
    })
  })
  await (await fetch(`${url}/emojis`)).arrayBuffer()
  const milliseconds = performance.now() - begin
  child.kill()
  return milliseconds
}

/** In a process of its own: parse and walk, then the first answer, then one request to each operation. */
const measureInside = async (document) => {
  const text = readFileSync(document, 'utf8')
  let last = performance.now()
  const lap = () => {
    const now = performance.now()
    const passed = now - last
    last = performance.now()
    return passed
  }
  const contract = JSON.parse(text)
  walk(contract)
  const parse = lap()
  const { createServer } = await import('../dist/index.js')
  lap()
  const server = await createServer({ contract })
  await (await server.fetch(new Request('http://localhost/emojis'))).arrayBuffer()
  const answer = lap()
  const operations = (await server.surfaces()).at(-1).operations
  let slowest = { milliseconds: 0, id: '' }
  for (const { id, method, url } of operations) {
    const body = ['POST', 'PUT', 'PATCH'].includes(method) ? '{}' : undefined
    const headers = body ? { 'content-type': 'application/json' } : {}
    lap()
    const request = new Request(`http://localhost${url}`, { method, headers, body })
    await (await server.fetch(request)).arrayBuffer()
    const milliseconds = lap()
    if (milliseconds > slowest.milliseconds) slowest = { milliseconds, id }
  }
  await server.close()
  const megabytes = process.memoryUsage().rss / 2 ** 20
  return { ratio: answer / parse, parse, answer, slowest, operations: operations.length, megabytes }
}

const inside = (document) =>
  new Promise((resolve, reject) => {
    const child = fork(self, [document])
    child.once('message', resolve)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`The measurement ended with ${code}`)))
  })

const best = (numbers) => Math.min(...numbers)

/** The least of a few runs: whatever else runs on the machine only adds. */
export const measureLargeDocument = async (document, runs = 3) => {
  const starts = []
  const insides = []
  for (let run = 0; run < runs; run++) {
    starts.push(await startOnce(document))
    insides.push(await inside(document))
  }
  const slowest = insides.map((one) => one.slowest).sort((a, b) => a.milliseconds - b.milliseconds)
  return {
    operations: insides[0].operations,
    startMilliseconds: Math.round(best(starts)),
    firstAnswerRatio: Number(best(insides.map((one) => one.ratio)).toFixed(2)),
    slowestFirstRequest: { ...slowest[0], milliseconds: Math.round(slowest[0].milliseconds) },
    megabytes: Math.round(best(insides.map((one) => one.megabytes))),
  }
}

if (process.argv[1] === self && process.send) process.send(await measureInside(process.argv[2]))
