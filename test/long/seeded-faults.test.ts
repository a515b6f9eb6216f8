import { beforeAll, expect, test } from '@jest/globals'
import type { Contract } from '../../src/contract/contract.js'
import { type Fault, faults } from '../fixtures/faults/faults.js'
import { faultContract, verifyFault } from '../verify/support/verify-fault.js'

const all: readonly Fault[] = faults

let contract: Contract
beforeAll(async () => void (contract = await faultContract()))

test('at least 95 of 100 seeded faults are found one at a time, each run with 400 requests at most', async () => {
  const rows: string[] = []
  const missed: string[] = []
  let slowest = 0
  for (const fault of all) {
    const { found, alarms, requests, milliseconds } = await verifyFault(contract, fault)
    slowest = Math.max(slowest, milliseconds)
    expect({ fault: fault.id, isWithinBudget: requests <= 400, requests }).toMatchObject({
      isWithinBudget: true,
    })
    if (found) continue
    missed.push(fault.id)
    rows.push(
      `${fault.id} (${fault.rules.join(', ')}: ${fault.what}); instead: ${alarms[0] ?? '-'}`,
    )
  }
  process.stdout.write(
    `${all.length - missed.length} of ${all.length} faults found; the slowest run took ${Math.round(slowest)} ms\n${rows.join('\n')}\n`,
  )
  expect(missed.length).toBeLessThanOrEqual(Math.floor(all.length * 0.05))
}, 240_000)
