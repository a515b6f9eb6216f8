import { beforeAll, expect, test } from '@jest/globals'
import type { Contract } from '../../src/contract/contract.js'
import { type Fault, faults } from '../fixtures/faults/faults.js'
import { faultContract, verifyFault } from './support/verify-fault.js'

/** One of each rule; test/long/seeded-faults.test.ts has them all. */
const sample = [
  ...['error-empty-list', 'create-answers-200', 'csv-as-plain', 'total-no-number'],
  ...['body-bad-const', 'exclusive-minimum-ignored', 'astral-refused', 'auth-ignored'],
  ...['allow-missing', 'media-type-ignored', 'bad-json-as-empty', 'nested-created-missing'],
  ...['integer-rounded', 'readable-after-delete', 'refused-put-applies', 'nested-patch-resets'],
  ...['second-put-fails', 'pages-skip'],
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
