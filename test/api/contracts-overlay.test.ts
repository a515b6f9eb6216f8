import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { SetupError } from '../../src/errors.js'
import { ask } from '../mock/ask.js'
import { openLoggedServer, openServer, temporaryFolder } from './support/open-server.js'

const theirs = `openapi: 3.1.0
info: { title: Theirs, version: "1" }
paths:
  /orders:
    get: { responses: { 200: { description: OK, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } } } } }
  /orders/{ref}:
    parameters: [{ name: ref, in: path, required: true, schema: { type: string } }]
    get: { operationId: readOrder, responses: { 200: { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } } }
    delete: { operationId: dropOrder, responses: { 204: { description: Gone } } }
components:
  schemas:
    Order:
      type: object
      required: [id, tracking]
      properties: { id: { type: integer }, tracking: { type: string, pattern: '^T[0-9]{4}$' } }
`
const overlaid = (actions: string) =>
  `overlay: 1.0.0\ninfo: { title: Ours, version: "1" }\nactions:\n${actions}\n`
const byTracking = `  - target: $.paths['/orders/{ref}']
    update: { x-sandbox: { identity: tracking } }
`

const files = async (actions: string) => {
  const folder = await temporaryFolder()
  const [contract, overlay] = [join(folder, 'theirs.yaml'), join(folder, 'ours.overlay.yaml')]
  await writeFile(contract, theirs)
  await writeFile(overlay, overlaid(actions))
  return { contract, overlay }
}

const orders = async (server: Parameters<typeof ask>[0]) =>
  JSON.parse((await ask(server, 'GET /orders')).text) as { id: number; tracking: string }[]

test('an overlay corrects what is inferred of a document that is not ours', async () => {
  const { contract, overlay } = await files(byTracking)
  const server = await openServer({ contract, overlay: [overlay] })
  const [first] = await orders(server)
  const read = await ask(server, `GET /orders/${first?.tracking ?? ''}`)
  expect(JSON.parse(read.text)).toEqual(first)
  expect((await ask(server, `DELETE /orders/${first?.tracking ?? ''}`)).status).toBe(204)
  expect((await ask(server, `GET /orders/${first?.tracking ?? ''}`)).status).toBe(404)
})

test('an operation that an overlay has ignored is answered by the mock', async () => {
  const { contract, overlay } = await files(
    `${byTracking}  - target: $..[?@.operationId == 'dropOrder']\n    update: { x-sandbox: { ignore: true } }`,
  )
  const server = await openServer({ contract, overlay: [overlay] })
  const [first] = await orders(server)
  const gone = await ask(server, `DELETE /orders/${first?.tracking ?? ''}`)
  expect(gone.headers.get('x-answered-by')).toBe('mock')
  expect(await orders(server)).toHaveLength(5)
})

test('a correction by an overlay that names what there is not says where the overlay says so', async () => {
  const { contract, overlay } = await files(
    '  - target: $.paths.*.get\n    update:\n      x-sandbox: { role: raed }',
  )
  const error = await openServer({ contract, overlay: [overlay] }).catch((one: unknown) => one)
  expect(error).toMatchObject({
    code: 'state-correction',
    place: { file: overlay, line: 6 },
  } satisfies Partial<SetupError>)
})

test('documents that are objects and our own are changed as well, and stay what they are', async () => {
  const { overlay } = await files('  - target: $.info\n    update: { title: Changed }')
  const contract = { openapi: '3.1.0', info: { title: 'Mine', version: '1' }, paths: {} }
  const title = async (options: object) => {
    const server = await openServer({ overlay: [overlay], ...options })
    const { text } = await ask(server, 'GET /', { headers: { accept: 'application/json' } })
    return text.includes('Changed')
  }
  expect(await title({ contract })).toBe(true)
  expect(await title({})).toBe(true)
  expect(contract.info.title).toBe('Mine')
})

test('an overlay that is saved is applied anew; a broken one leaves the last good one', async () => {
  const { contract, overlay } = await files(byTracking)
  const { server, log } = await openLoggedServer({ contract, overlay: [overlay], watch: true })
  const saved = async (actions: string) => {
    await writeFile(`${overlay}.tmp`, overlaid(actions))
    await rename(`${overlay}.tmp`, overlay)
  }
  const until = async (isSo: () => Promise<boolean>) => {
    for (let tries = 0; tries < 250 && !(await isSo()); tries++) await delay(20)
    return isSo()
  }
  const status = async (path: string) => (await ask(server, `GET ${path}`)).status
  await saved(
    `${byTracking}  - { target: $.paths, update: { /new: { get: { responses: { 200: { description: OK } } } } } }`,
  )
  expect(await until(async () => (await status('/new')) === 200)).toBe(true)
  await saved('  - { target: "$[", update: {} }')
  const isTold = () => Promise.resolve(log.some(({ level }) => level === 'error'))
  expect(await until(isTold)).toBe(true)
  expect(await status('/new')).toBe(200)
})
