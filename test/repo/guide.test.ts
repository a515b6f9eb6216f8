import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createSocket, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bash, follow } from './follow-page.js'
import { markedBlocks } from './marked-blocks.js'
import { root } from './repository-files.js'

const command = `${JSON.stringify(process.execPath)} ${JSON.stringify(join(root, 'dist/cli/main.js'))}`

const folder = mkdtempSync(join(tmpdir(), 'openapi-sandbox-guide-'))
let server: ChildProcess | undefined

const ended = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve) => {
    child.on('close', resolve)
    child.kill('SIGTERM')
  })
afterAll(async () => {
  if (server) await ended(server)
  rmSync(folder, { recursive: true, force: true })
})

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const socket = createSocket().listen(0, '127.0.0.1', () => {
      const { port } = socket.address() as AddressInfo
      socket.close(() => resolve(port))
    })
  })

/** Serves as the page says, in the place of what was served before. */
const serve = async (text: string, port: number): Promise<void> => {
  if (server) await ended(server)
  const words = text.trim().split(' ').slice(2)
  const file = join(root, 'dist/cli/main.js')
  const child = spawn(process.execPath, [file, ...words, '--port', String(port)], { cwd: folder })
  server = child
  let output = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (/^Listening on/m.test(output)) resolve()
    })
    child.on('close', () => reject(new Error(output)))
  })
}

test('docs/bring-your-own-contract.md: every command does what the page says', async () => {
  const page = readFileSync(join(root, 'docs/bring-your-own-contract.md'), 'utf8')
  const port = await freePort()
  await follow(markedBlocks(page), async ({ mark, text }) => {
    const script = text
      .replaceAll('npx openapi-sandbox', command)
      .replaceAll('localhost:4010', `localhost:${port}`)
    if (mark.startsWith('write ')) writeFileSync(join(folder, mark.slice('write '.length)), text)
    else if (mark === 'serve') await serve(text, port)
    else if (mark === 'run')
      return bash(script.replace(/--out handlers.mjs$/m, '--out handlers.mjs 2>/dev/null'), folder)
    return undefined
  })
})
