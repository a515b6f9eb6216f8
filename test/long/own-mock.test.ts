import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { documents, told, verifyMock } from '../verify/support/verify-own.js'

const files = readdirSync(documents).filter((name) => /\.(json|ya?ml)$/.test(name))

test('the mock of the HeyDonto contract keeps it', async () => {
  const { findings, requests } = await verifyMock()
  expect(findings.filter(({ severity }) => severity !== 'note').map(told)).toEqual([])
  expect(requests).toBeGreaterThan(10)
})

test.each(files)('the mock of %s keeps it', async (name) => {
  const { findings, outcomes } = await verifyMock(join(documents, name))
  expect(findings.filter(({ severity }) => severity !== 'note').map(told)).toEqual([])
  expect(outcomes.length > 0).toBe(name !== 'webhooks.json')
})
