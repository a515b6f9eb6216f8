import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { guides } from './guides.js'
import { markedBlocks } from './marked-blocks.js'
import { root } from './repository-files.js'

/** What the example needs, and no other tests: a fault in one of those is no fault of the example. */
const copied = [
  ...['src', 'scripts', 'spec', 'docs', 'data/seed.json', 'test/api/support'],
  'test/support',
  ...['test/repo/contract-documented.test.ts', 'package.json', 'package-lock.json'],
  ...['tsconfig.json', 'jest.config.mjs', '.prettierrc.json'],
]

/** Copies the repository into a folder, with the packages of this one. */
export const copyRepository = (copy: string): void => {
  for (const name of copied) cpSync(join(root, name), join(copy, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
}

/** Adds the tests of the guides to a copy, as users would write them. */
export const addGuideTests = (copy: string): void => {
  const examples = guides.flatMap((name) =>
    markedBlocks(readFileSync(join(root, name), 'utf8')).filter(({ mark }) => mark === 'test'),
  )
  expect(examples.length).toBeGreaterThan(2)
  examples.forEach(({ text }, index) => {
    const code = text
      .replaceAll("'openapi-sandbox'", "'../src/index.js'")
      .replaceAll("'openapi-sandbox/testing'", "'../src/testing/index.js'")
      .replaceAll("'openapi-sandbox/control'", "'../src/control-client/index.js'")
    writeFileSync(join(copy, 'test', `guide-${index}.test.ts`), code)
  })
}
