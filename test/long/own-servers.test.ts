import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { VerifyResult } from '../../src/verify/outcome.js'
import { documents, told, verifyMock, verifySandbox } from '../verify/support/verify-own.js'

const files = readdirSync(documents).filter((name) => /\.(json|ya?ml)$/.test(name))

const alarmsOf = ({ findings }: VerifyResult): readonly string[] =>
  findings.filter(({ severity }) => severity !== 'note').map(told)

/** Documents without operations plan nothing. */
const isEmpty = (name: string): boolean => name === 'webhooks.json'

describe('the mock keeps the contract', () => {
  test('of HeyDonto', async () => {
    const result = await verifyMock()
    expect(alarmsOf(result)).toEqual([])
    expect(result.requests).toBeGreaterThan(60)
  })
  test.each(files)('%s', async (name) => {
    const result = await verifyMock(join(documents, name))
    expect(alarmsOf(result)).toEqual([])
    expect(result.outcomes.length > 0).toBe(!isEmpty(name))
  })
})

describe('the sandbox keeps the contract', () => {
  test('of HeyDonto', async () => {
    const result = await verifySandbox()
    expect(alarmsOf(result)).toEqual([])
    expect(result.requests).toBeGreaterThan(100)
  })
  test.each(files)(
    '%s',
    async (name) => {
      const result = await verifySandbox(join(documents, name))
      expect(alarmsOf(result)).toEqual([])
      expect(result.outcomes.length > 0).toBe(!isEmpty(name))
    },
    60_000,
  )
})
