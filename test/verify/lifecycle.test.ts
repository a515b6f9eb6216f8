import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Server } from '../../src/index.js'
import { projectsContract, projectsServer } from './support/projects.js'
import { runOn, told } from './support/run-on.js'

const contract = projectsContract()
let server: Server
beforeAll(async () => void (server = await projectsServer(contract)))
afterAll(() => server.close())

describe('a server that does what its contract says', () => {
  test('has no findings, and nothing is left on it', async () => {
    const result = await runOn(contract, server.fetch)
    expect(told(result)).toEqual([])
    expect(result.left).toBe(0)
  })
})
