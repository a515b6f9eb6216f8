import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { documents, lifecyclesOf } from './support/verify-own-sandbox.js'

test.each([join(documents, 'petstore-2.0.json'), join(documents, '../state/hostile-paths.yaml')])(
  'lifecycles on our own sandbox have no findings: %s',
  async (contract) => {
    const { alarms, passed } = await lifecyclesOf(contract)
    expect(alarms).toEqual([])
    expect(passed).toBeGreaterThan(10)
  },
)
