import * as rules from './structure-rules.js'
import * as imp from './import-rules.js'
import { readTexts, treeOf, root } from './source-tree.js'
import { join } from 'node:path'
test('x', () => {
  const tree = treeOf(readTexts())
  const out: Record<string, unknown> = {}
  for (const [name, rule] of Object.entries({...rules, ...imp})) if (name.endsWith('Findings') && name !== 'doorFindings'&& name !== 'machineFindings') out[name] = (rule as (t: unknown) => unknown)(tree)
  out.skip = rules.skipFindings(treeOf(readTexts(join(root, 'test'))))
  process.stdout.write(JSON.stringify(out, null, 1))
})
