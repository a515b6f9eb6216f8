import { tellBooks, tellWorkers, type WorkersPlan } from '../support/workers/tell-workers.js'

const four: WorkersPlan = { workers: 3, stories: 4, seed: 20_260_101, withSnapshots: true }

test('workers with a sandbox each never see each other', () => tellWorkers({}, four))

test('nor with a contract whose state is inferred', () => tellBooks({ ...four, stories: 10 }))

test('requests that reach the sandbox of another are noticed', async () => {
  const route = (own: string, count: number): string =>
    count % 10 === 0 ? `worker-${(Number(own.split('-')[1]) + 1) % four.workers}` : own
  await expect(tellWorkers({}, { ...four, route })).rejects.toThrow(/WORKERS_SEED=\d+: \d failed/)
  await expect(tellBooks({ ...four, stories: 10, route })).rejects.toThrow(/failed/)
})
