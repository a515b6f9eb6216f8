import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openServer, temporaryFolder } from '../api/support/open-server.js'
import { bash, follow, type Ran } from '../repo/follow-page.js'
import { markedBlocks } from '../repo/marked-blocks.js'
import { root } from '../repo/repository-files.js'
import { runCommand } from './run-command.js'

const before = process.cwd()
afterAll(() => process.chdir(before))

/** Runs a line of the page: our commands in this process, others in a shell. */
const ranLine = async (line: string, folder: string): Promise<Ran> => {
  const [first, ...words] = line.replace(' > /dev/null', '').split(' ')
  if (first !== 'openapi-sandbox') return bash(line, folder)
  const { code, out, err } = await runCommand(words)
  return { output: [...out, ...err].join('\n'), failed: code !== 0 }
}

test('the commands of docs/contract-tests.md print what it says', async () => {
  const blocks = markedBlocks(readFileSync(join(root, 'docs/contract-tests.md'), 'utf8'))
  const folder = await temporaryFolder()
  process.chdir(folder)
  const [written] = blocks
  await writeFile('pets.yaml', written?.text ?? '')
  const server = await openServer({ contract: join(folder, 'pets.yaml'), state: 'on' })
  const { port } = await server.listen()
  expect(blocks.filter(({ mark }) => mark === 'output').length).toBeGreaterThan(4)
  await follow(blocks.slice(1), async ({ mark, text }) => {
    const [, name] = /^write (\S+)/.exec(mark) ?? []
    if (name !== undefined) return void (await writeFile(name, text))
    let last: Ran = { output: '', failed: false }
    for (const line of text.trim().split('\n'))
      last = await ranLine(line.replaceAll('localhost:4010', `localhost:${port}`), folder)
    return { ...last, output: last.output.replaceAll(`localhost:${port}`, 'localhost:4010') }
  })
})
