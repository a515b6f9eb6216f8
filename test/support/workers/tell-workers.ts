import { createServer, type ServerOptions } from '../../../src/index.js'
import { deriveSeed, seededRandom } from '../../../src/lib/seeded-random.js'
import { BooksWorker, booksContract } from './books-worker.js'
import { controlStories } from './control-stories.js'
import { heydontoStories, type Story } from './heydonto-stories.js'
import { HeydontoWorker } from './heydonto-worker.js'
import { snapshotStories } from './snapshot-stories.js'
import { type Route, workerCall } from './worker-call.js'

/** How many work, how much each does, and by which chance. */
export interface WorkersPlan {
  readonly workers: number
  readonly stories: number
  /** Tells everything again as it was. */
  readonly seed: number
  /** Mixes in what puts worlds back. */
  readonly withSnapshots?: boolean
  readonly route?: Route
}

/** A server that listens, with journals long enough to be compared whole, until `work` has ended. */
export const whileListening = async (
  options: ServerOptions,
  work: (url: string) => Promise<void>,
): Promise<void> => {
  const server = await createServer({ journal: 10_000, ...options })
  try {
    await work((await server.listen()).url)
  } finally {
    await server.close()
  }
}

/** Has each worker do something at once; a failure tells who, in which story, and the seed. */
export const eachWorker = async (
  { workers, seed }: WorkersPlan,
  work: (index: number, name: string, told: (story: string) => void) => Promise<void>,
): Promise<void> => {
  const one = async (index: number): Promise<string[]> => {
    const name = `worker-${index}`
    const past: string[] = []
    try {
      await work(index, name, (story) => past.push(story))
      return []
    } catch (error) {
      const last = past.slice(-6).join(', ')
      return [`${name}, story ${past.length} (… ${last}): ${(error as Error).message}`]
    }
  }
  const failures = (await Promise.all(Array.from({ length: workers }, (_, at) => one(at)))).flat()
  if (failures.length > 0)
    throw new Error(`WORKERS_SEED=${seed}: ${failures.length} failed\n${failures.join('\n')}`)
}

/** Tells random stories of the HeyDonto contract in a sandbox for each worker, all at once. */
export const tellWorkers = (options: ServerOptions, plan: WorkersPlan): Promise<void> =>
  whileListening(options, (url) => {
    const stories: Readonly<Record<string, Story>> = {
      ...heydontoStories,
      ...controlStories,
      ...(plan.withSnapshots && snapshotStories(url)),
    }
    const names = Object.keys(stories)
    return eachWorker(plan, async (index, name, told) => {
      const random = seededRandom(deriveSeed(plan.seed, index))
      const worker = new HeydontoWorker(name, random, workerCall(url, name, plan.route))
      await worker.refreshAdmin()
      for (let count = 0; count < plan.stories; count++) {
        const story = random.pick(names)
        told(story)
        await stories[story]?.(worker)
      }
      told('at the end')
      await worker.check()
    })
  })

/** The seed to tell, from WORKERS_SEED where that is set. */
export const workersSeed = (): number =>
  Number(process.env['WORKERS_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

/** The same of a contract whose state is inferred. */
export const tellBooks = (plan: WorkersPlan): Promise<void> =>
  whileListening({ contract: booksContract, state: 'on', seed: { resources: {} } }, (url) =>
    eachWorker(plan, async (index, name, told) => {
      const random = seededRandom(deriveSeed(plan.seed, index))
      const worker = new BooksWorker(name, random, workerCall(url, name, plan.route))
      for (let count = 0; count < plan.stories; count++) told(await worker.take())
      await worker.check()
    }),
  )
