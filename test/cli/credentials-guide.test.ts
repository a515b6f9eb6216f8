import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder, openServer } from '../api/support/open-server.js'
import { markedBlocks, resembles } from '../repo/marked-blocks.js'
import { root } from '../repo/repository-files.js'

const bash = (script: string): Promise<string> =>
  new Promise((resolve) =>
    execFile('bash', ['-e', '-c', script], { cwd: root }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    ),
  )

test('the commands of docs/credentials.md print what it says', async () => {
  const blocks = markedBlocks(readFileSync(join(root, 'docs/credentials.md'), 'utf8'))
  const contract = join(await temporaryFolder(), 'pets.yaml')
  const written = blocks.find(({ mark }) => mark === 'write pets.yaml')
  await writeFile(contract, written?.text ?? '')
  const server = await openServer({ contract, auth: 'verify', state: 'on' })
  const { port } = await server.listen()
  // The command line asks the server that runs on this port.
  const cli = `openapi-sandbox() { OPENAPI_SANDBOX_PORT=${port} node dist/cli/main.js "$@"; };`
  let output = ''
  let compared = 0
  for (const { mark, text } of blocks) {
    const here = text.replaceAll('localhost:4010', `localhost:${port}`)
    if (mark === 'run') output = await bash(cli + here)
    if (mark !== 'output') continue
    compared++
    if (!resembles(output, here)) expect(output).toBe(here)
  }
  expect(compared).toBe(3)
}, 60_000)
