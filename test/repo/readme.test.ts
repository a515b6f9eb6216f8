import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createServer, type Server } from '../../src/index.js'
import { bash, follow } from './follow-page.js'
import { guides } from './guides.js'
import { applyDiff, markedBlocks, resembles } from './marked-blocks.js'
import { addGuideTests, copyRepository } from './repository-copy.js'
import { filesBelow, root } from './repository-files.js'

jest.setTimeout(180_000)

const page = (name: string): string => readFileSync(join(root, name), 'utf8')
const folders: string[] = []
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'openapi-sandbox-readme-'))
  folders.push(folder)
  return folder
}
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** The command, as pages write it. */
const cli = 'openapi-sandbox() { node dist/cli/main.js "$@"; }; '

describe('the commands print what the page says:', () => {
  let server: Server
  let url: string
  beforeEach(async () => {
    server = await createServer()
    url = (await server.listen()).url
  })
  afterEach(() => server.close())

  test.each(guides)('%s', async (name) => {
    const blocks = markedBlocks(page(name)).filter(({ mark }) => ['run', 'output'].includes(mark))
    const port = new URL(url).port
    await follow(blocks, async ({ text }) => {
      const ran = await bash(cli + text.replaceAll('localhost:4010', `localhost:${port}`), root)
      return { ...ran, output: ran.output.replaceAll(`localhost:${port}`, 'localhost:4010') }
    })
  })
})

test('README.md begins with what npm start prints', async () => {
  const [block] = markedBlocks(page('README.md'))
  expect(block?.mark).toBe('output of npm start')
  const data = join(newFolder(), 'data')
  const words = ['scripts/start.mjs', '--port', '0', '--data', data]
  const child = spawn(process.execPath, words, { cwd: root })
  let output = ''
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const found = /^Listening on http:\/\/localhost:(\d+)$/m.exec(output)?.[1]
      if (found) resolve(found)
    })
    child.on('close', () => reject(new Error(output)))
  })
  child.kill('SIGTERM')
  await new Promise((resolve) => child.on('close', resolve))
  const wanted = block?.text.replace('$ npm start\n', '') ?? ''
  expect(resembles(output.replaceAll(`:${port}`, ':4010'), wanted)).toBe(true)
})

test('the tests of the guides pass', async () => {
  const copy = newFolder()
  copyRepository(copy)
  addGuideTests(copy)
  const ran = await bash('npx jest --runInBand --selectProjects=test test/guide-', copy)
  if (ran.failed) throw new Error(ran.output)
})

test('the example of docs/seed.md is a seed', async () => {
  const [block] = markedBlocks(page('docs/seed.md')).filter(({ mark }) => mark === 'seed')
  const seed = JSON.parse(block?.text ?? '') as { users: object[] }
  const server = await createServer({ seed })
  const mails = await server.sandbox().outbox()
  expect(mails.map(({ to }) => to)).toEqual(['ivan@example.com'])
  await server.close()
})

test('links lead somewhere, headings included', () => {
  const pages = [
    ...readdirSync(root).filter((name) => name.endsWith('.md')),
    ...filesBelow(join(root, 'docs'))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  ]
  const anchorsOf = (text: string): string[] =>
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    )
  const broken = pages.flatMap((name) =>
    [...page(name).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)]
      .filter(([, target = '', anchor]) => {
        const file = target === '' ? name : join(dirname(name), target)
        if (!existsSync(join(root, file))) return true
        return anchor !== undefined && !anchorsOf(page(file)).includes(anchor)
      })
      .map(([link]) => `${name}: ${link}`),
  )
  expect(broken).toEqual([])
})

describe('the checks of pages', () => {
  test('find blocks by their comments', () => {
    const text = 'a\n\n<!-- run, fails -->\n\n```bash\nx\ny\n```\n\n```bash\nz\n```\n'
    expect(markedBlocks(text)).toEqual([{ mark: 'run, fails', text: 'x\ny\n' }])
  })
  test('apply a diff once, or not at all', () => {
    expect(applyDiff('a\nb\nc\n', ' a\n-b\n+d\n+e\n')).toBe('a\nd\ne\nc\n')
    expect(() => applyDiff('a\na\n', ' a\n+b\n')).toThrow('Found 2 times')
    expect(() => applyDiff('a\n', ' c\n+b\n')).toThrow('Found 0 times')
  })
  test('compare output, with … for anything', () => {
    expect(resembles('one\ntwo\nthree 3\n', 'one\n…\nthree …\n')).toBe(true)
    expect(resembles('one\ntwo\n', 'two\n…\none\n')).toBe(false)
    expect(resembles('{"a":1}', '{"a":2}\n')).toBe(false)
  })
})
