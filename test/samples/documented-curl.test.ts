import { samplesOf } from '../../src/samples/samples-of.js'
import {
  documentedOrigin,
  mockBase,
  samples as documented,
} from '../api/support/documented-samples.js'
import { loaded } from './judge-sample.js'

/** One of the two pages has lost the indentation of its commands. */
const unindented = (text: string): string => text.replace(/^ +/gm, '')

const written = async (): Promise<ReadonlyMap<string, string>> => {
  const contract = await loaded()
  const base = `${documentedOrigin}${mockBase}/`
  const pairs = contract.operations.map(async (operation) => {
    const [curl] = await samplesOf(contract, operation, base)
    return [`${operation.method} ${operation.path}`, curl?.source ?? ''] as const
  })
  return new Map(await Promise.all(pairs))
}

test('there is one for each of the eleven documented commands', async () => {
  expect([...(await written()).keys()].sort()).toEqual(
    documented.map(({ operation }) => operation).sort(),
  )
})

test.each(documented)('$operation: the documented command', async ({ operation, command }) => {
  const sample = (await written()).get(operation) ?? ''
  const hasIndentation = unindented(command) !== command
  expect(hasIndentation ? sample : unindented(sample)).toBe(command)
})

test('the indentation that one page has lost is that of the other', async () => {
  expect((await written()).get('POST /auth/login')).toBe(String.raw`curl -i -X POST \
  https://docs.heydonto.com/_mock/apis/authentication/openapi/auth/login \
  -H 'Content-Type: application/json' \
  -d '{
    "email": "user@example.com",
    "password": "password123"
  }'`)
  for (const sample of (await written()).values())
    for (const line of sample.split('\n').slice(1)) expect(line).toMatch(/^ {2}\S|^ {4}"/)
})
