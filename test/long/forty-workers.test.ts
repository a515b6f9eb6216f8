import { rmSync } from 'node:fs'
import { newFolder } from './project.js'
import { tellBooks, tellWorkers, workersSeed } from '../support/workers/tell-workers.js'

/** On a quiet machine each takes about a minute. */
jest.setTimeout(280_000)

const forty = { workers: 40, stories: 50 }

test('forty workers on one server never see each other', () =>
  tellWorkers({}, { ...forty, seed: workersSeed() }))

test('nor with worlds that are reset, saved, restored and forked', () =>
  tellWorkers({}, { ...forty, seed: workersSeed(), withSnapshots: true }))

test('nor with worlds in files', async () => {
  const data = newFolder()
  try {
    await tellWorkers({ data }, { ...forty, seed: workersSeed(), withSnapshots: true })
  } finally {
    rmSync(data, { recursive: true })
  }
})

test('nor with a contract whose state is inferred', () =>
  tellBooks({ ...forty, seed: workersSeed() }))
