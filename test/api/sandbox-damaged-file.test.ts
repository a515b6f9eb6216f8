import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createServer, SetupError } from '../../src/index.js'
import { inProcess, logIn } from './support/call.js'
import { openServer, temporaryFolder } from './support/open-server.js'

const damaged = {
  'no bytes': '',
  'half a file': '{"format":1,"collections":{"users":{"1":{"id":1',
  null: 'null',
  'an array': '[]',
  'a number': '42',
  'another shape': '{"users":[]}',
  'NUL bytes': '\0'.repeat(64),
}

test.each(Object.entries(damaged))('%s: the start fails and the file stays', async (_, text) => {
  const data = await temporaryFolder()
  const folder = join(data, 'sandboxes', 'alice')
  const file = join(folder, 'db.json')
  await mkdir(folder, { recursive: true })
  await writeFile(file, text)
  const refusal = await createServer({ data }).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(SetupError)
  expect(refusal).toMatchObject({ code: 'store-damaged', exitCode: 3, place: { file } })
  expect(await readFile(file, 'utf8')).toBe(text)
  expect(await readdir(folder)).toEqual(['db.json'])
})

test('a file damaged while the server runs is a 500 of that sandbox alone', async () => {
  const data = await temporaryFolder()
  const server = await openServer({ data })
  const call = inProcess(server)
  await logIn(call)
  const folder = join(data, 'sandboxes', 'alice')
  await mkdir(folder)
  await writeFile(join(folder, 'db.json'), 'null')
  const refused = await server.sandbox('alice').fetch('/auth/user', {
    headers: { authorization: 'Bearer x' },
  })
  expect(refused.status).toBe(500)
  expect(await refused.json()).toMatchObject({ title: 'Internal error', status: 500 })
  expect(await readFile(join(folder, 'db.json'), 'utf8')).toBe('null')
  await logIn(call)
})
