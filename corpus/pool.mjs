// Worker processes, so that no document can stop the run: each has a limit of time and memory.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const fileOf = (worker) => fileURLToPath(new URL(worker, import.meta.url))

/** A worker is replaced after so many documents, so that the memory of one is not that of all. */
const documentsPerWorker = 25

const start = ({ megabytes, worker = 'worker.mjs', argument = '' }) =>
  fork(fileOf(worker), [argument], {
    execArgv: [`--max-old-space-size=${megabytes}`, '--stack-size=984'],
  })

/** One document in a worker; a worker that dies or takes too long is an answer as well. */
const ask = (worker, file, { seconds }) =>
  new Promise((resolve) => {
    const finish = (result) => {
      clearTimeout(timer)
      worker.removeAllListeners()
      resolve(result)
    }
    const timer = setTimeout(() => {
      worker.kill('SIGKILL')
      finish({ refused: `No end after ${seconds} s`, dead: true })
    }, seconds * 1000)
    worker.once('message', finish)
    worker.once('exit', (code, signal) =>
      finish({ refused: `The process ended (${signal ?? code})`, dead: true }),
    )
    worker.send(file)
  })

/** Goes through documents with some workers; `onResult` is told of each as it ends. */
export const runPool = async (documents, limits, onResult) => {
  const waiting = [...documents]
  const lane = async () => {
    let [worker, served] = [undefined, 0]
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      worker ??= start(limits)
      const result = await ask(worker, next.file, limits)
      onResult(next, result)
      if (!result.dead && ++served % documentsPerWorker !== 0) continue
      worker.kill()
      worker = undefined
    }
    worker?.kill()
  }
  await Promise.all(Array.from({ length: limits.workers }, lane))
}
