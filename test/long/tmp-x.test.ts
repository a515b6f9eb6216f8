import { faults } from '../fixtures/faults/faults.js'
import { faultContract, verifyFault } from '../verify/support/verify-fault.js'
test('x', async () => {
  const contract = await faultContract()
  const clean = await verifyFault(contract)
  const rows: string[] = [`clean ${clean.requests} ${Math.round(clean.milliseconds)} ms ${clean.alarms.join(' | ')}`]
  let over = 0, most = 0, slow = 0
  for (const fault of faults) {
    const r = await verifyFault(contract, fault)
    most = Math.max(most, r.requests); slow = Math.max(slow, r.milliseconds)
    if (r.requests > 400) { over++; rows.push(`over ${r.requests} ${fault.id}`) }
    if (!r.found) rows.push(`MISSED ${r.requests} ${fault.id} ${fault.rules} :: ${r.alarms.slice(0, 2).join(' | ')}`)
  }
  rows.push(`over ${over} most ${most} slowest ${slow}`)
  process.stdout.write(rows.join('\n') + '\n')
}, 300_000)
