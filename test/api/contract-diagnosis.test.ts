import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServerOptions } from '../../src/index.js'
import { ask } from '../mock/ask.js'
import { openLoggedServer, openServer, temporaryFolder } from './support/open-server.js'

const head = 'openapi: 3.0.3\ninfo: {title: T, version: "1"}\npaths:\n'
const answer = (media: string) =>
  `{get: {responses: {200: {description: ok, content: {application/json: ${media}}}}}}\n`
const take = (schema: string) =>
  `{post: {requestBody: {content: {application/json: {schema: ${schema}}}}, responses: {200: {description: ok}}}}\n`

const text = `${head}  /example: ${answer('{schema: {type: integer}, example: x}')}  /pattern: ${take("{pattern: '('}")}  /nowhere: ${take("{$ref: '#/none'}")}`

const write = async (contents: string): Promise<string> => {
  const folder = join(await temporaryFolder(), 'contracts')
  await mkdir(folder)
  const file = join(folder, 'api.yaml')
  await writeFile(file, contents)
  return file
}

const open = async (options: Partial<ServerOptions> = {}) => {
  const contract = await write(text)
  const { server, log } = await openLoggedServer({ ...options, contract } as ServerOptions)
  const told = () =>
    log.filter(({ level }) => level === 'warn').map(({ code, place }) => `${code} ${place?.line}`)
  return { server, log, told }
}

const all = ['contract-example 4', 'contract-pattern 5', 'contract-reference 6']

const until = async (condition: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 200 && !condition(); turn++)
    await new Promise((resolve) => setTimeout(resolve, 20))
}

test('what is wrong with schemas and examples is told once the server listens, each fault once', async () => {
  const { server, told } = await open()
  expect(told()).toEqual([])
  await server.listen({ port: 0 })
  await until(() => told().length === 3)
  expect(told().sort()).toEqual(all)
  await ask(server, 'GET /example')
  expect((await ask(server, 'POST /pattern', { body: '"a"' })).status).toBe(501)
  expect(told()).toHaveLength(3)
})

test('a fault that requests come across is told at the first, and not again later', async () => {
  const { server, log, told } = await open()
  for (let time = 0; time < 2; time++) {
    expect((await ask(server, 'GET /example')).status).toBe(200)
    for (const path of ['/pattern', '/nowhere']) {
      const refused = await ask(server, `POST ${path}`, { body: '"a"' })
      expect(refused.status).toBe(501)
      expect(refused.json).toMatchObject({ code: 'contract-broken' })
    }
  }
  expect(told()).toEqual(all)
  await server.listen({ port: 0 })
  await new Promise((resolve) => setTimeout(resolve, 700))
  expect(told()).toEqual(all)
  expect(log.filter(({ level, request }) => level === 'error' && !request)).toEqual([])
})

test('nothing is diagnosed any more when the server is closed', async () => {
  const { server, told } = await open()
  await server.listen({ port: 0 })
  await server.close()
  await new Promise((resolve) => setTimeout(resolve, 600))
  expect(told()).toEqual([])
})

test('strict: a contract with faults is not served, and all of them are named', async () => {
  const failed = await open({ strict: true }).catch((error: unknown) => error)
  expect(failed).toMatchObject({
    name: 'SetupError',
    code: 'contract-faulty',
    exitCode: 2,
    message: expect.stringContaining('has 3 faults') as string,
    place: { line: expect.any(Number) as number },
  })
  const { faults } = failed as { faults: readonly { code: string }[] }
  expect(faults.map(({ code }) => code).sort()).toEqual(all.map((one) => one.split(' ')[0]))
})

test('strict: warnings are no reason, and HeyDonto has no fault', async () => {
  const warned = `${head}  /a: {get: {responses: {}}}\n`
  const server = await openServer({ contract: await write(warned), strict: true })
  expect((await ask(server, 'GET /a')).status).toBe(200)
  await openServer({ strict: true })
})

test('strict: a save with a fault is a broken save', async () => {
  const file = await write(`${head}  /a: ${answer('{schema: {type: integer}, example: 1}')}`)
  const server = await openServer({ contract: file, strict: true })
  await writeFile(file, `${head}  /a: ${answer('{schema: {type: integer}, example: x}')}`)
  await expect(server.reload()).rejects.toMatchObject({ code: 'contract-faulty' })
  expect((await ask(server, 'GET /a')).json).toBe(1)
})

test('what was mended and is broken again is told again', async () => {
  const broken = `${head}  /a: ${take("{pattern: '('}")}`
  const file = await write(broken)
  const { server, log } = await openLoggedServer({ contract: file })
  const told = () => log.filter(({ code }) => code === 'contract-pattern').length
  const call = () => ask(server, 'POST /a', { body: '"a"' })
  await call()
  await writeFile(file, `${broken}  /b: {get: {responses: {200: {description: ok}}}}\n`)
  await server.reload()
  expect((await call()).status).toBe(501)
  expect(told()).toBe(1)
  await writeFile(file, `${head}  /a: ${take('{}')}`)
  await server.reload()
  expect((await call()).status).toBe(200)
  await writeFile(file, broken)
  await server.reload()
  await call()
  expect(told()).toBe(2)
})
