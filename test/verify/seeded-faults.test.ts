import { beforeAll, expect, test } from '@jest/globals'
import type { Contract } from '../../src/contract/contract.js'
import { type Fault, faults } from '../fixtures/faults/faults.js'
import { faultContract, verifyFault } from './support/verify-fault.js'

/** Of different rules; test/long/seeded-faults.test.ts has them all. */
const sample = [
  ...['body-bad-const', 'exclusive-minimum-ignored', 'auth-ignored', 'readable-after-delete'],
  ...['refused-put-applies', 'pages-skip'],
]

let contract: Contract
beforeAll(async () => void (contract = await faultContract()))

test('a server that does what its contract says has no findings, and gets 400 requests at most', async () => {
  const { alarms, requests } = await verifyFault(contract)
  expect(alarms).toEqual([])
  expect(requests).toBeLessThanOrEqual(400)
})

test.each(sample)('%s is found', async (id) => {
  const fault = faults.find((one) => one.id === id) as Fault
  const { found, alarms, requests } = await verifyFault(contract, fault)
  expect({ found, alarms: found ? [] : alarms }).toEqual({ found: true, alarms: [] })
  expect(requests).toBeLessThanOrEqual(400)
})
