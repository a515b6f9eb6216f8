import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bash, follow } from '../repo/follow-page.js'
import { applyDiff, markedBlocks } from '../repo/marked-blocks.js'
import { addGuideTests, copyRepository } from '../repo/repository-copy.js'
import { newFolder, root } from './project.js'

jest.setTimeout(300_000)

const copy = newFolder()
afterAll(() => rmSync(copy, { recursive: true, force: true }))

test('the example of CONTRIBUTING.md works, and the tests of the guides compile', async () => {
  copyRepository(copy)
  addGuideTests(copy)
  await follow(
    markedBlocks(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')),
    async ({ mark, text }) => {
      const [verb, name = ''] = mark.split(/,? /)
      const file = join(copy, name)
      if (verb === 'edit') writeFileSync(file, applyDiff(readFileSync(file, 'utf8'), text))
      else if (verb === 'write') writeFileSync(file, text)
      else return bash(text, copy)
      return undefined
    },
  )
})
