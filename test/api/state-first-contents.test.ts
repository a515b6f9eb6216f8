import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import { createServer } from '../../src/index.js'
import { ContractJudge } from '../support/contract-judge.js'
import { ask } from './support/story.js'

type Paths = Readonly<Record<string, Readonly<Record<string, { operationId?: string }>>>>

/** What a body holds a list of: itself, or its first member that is one, one object deeper as well. */
const listIn = (body: unknown, depth = 0): readonly unknown[] | undefined => {
  if (Array.isArray(body)) return body as unknown[]
  if (typeof body !== 'object' || body === null || depth > 1) return undefined
  for (const value of Object.values(body)) {
    const found = listIn(value, depth + 1)
    if (found) return found
  }
  return undefined
}

test.each([
  'hostile-identities',
  'hostile-paths',
  'hostile-lists',
  'hostile-changes',
  'museum',
  'galaxy',
])('first contents of %s satisfy the contract, the same in each sandbox', async (name) => {
  const contract = `test/fixtures/state/${name}.yaml`
  const server = await createServer({ contract })
  const judge = new ContractJudge(contract)
  const { paths } = load(readFileSync(contract, 'utf8')) as { paths: Paths }
  const read = async (sandbox: string, path: string) =>
    ask(server, judge, sandbox, `GET ${path}`, undefined, { authorization: 'Bearer any' })
  try {
    for (const [path, item] of Object.entries(paths)) {
      if (!item['get'] || path.includes('{')) continue
      const { body, by } = await read('one', path)
      expect(await read('two', path)).toMatchObject({ body })
      const list = by === 'state' ? listIn(body) : undefined
      expect({ path, isEmpty: list?.length === 0 }).toEqual({ path, isEmpty: false })
    }
  } finally {
    await server.close()
  }
})
