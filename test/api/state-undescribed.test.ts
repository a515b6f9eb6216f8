import { createServer } from '../../src/index.js'

const text = { type: 'string' }

/** Half of a note is described: `owner` is asked for, and nothing says what it is. */
const Note = {
  type: 'object',
  required: ['title', 'owner'],
  properties: { id: { ...text, readOnly: true }, title: text },
}
const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const id = { name: 'id', in: 'path', required: true, schema: text }

const contract = {
  openapi: '3.1.0',
  info: { title: 'Notes', version: '1' },
  paths: {
    '/notes': {
      post: {
        operationId: 'add',
        requestBody: { required: true, ...json(Note) },
        responses: { 201: { description: '', ...json(Note) } },
      },
    },
    '/notes/{id}': {
      get: {
        operationId: 'read',
        parameters: [id],
        responses: { 200: { description: '', ...json(Note) } },
      },
    },
  },
}

test('a member that is required, and that no property describes, is remembered', async () => {
  const server = await createServer({ contract })
  const said = { title: 'Milk', owner: 'ada' }
  const made = await server.fetch(
    new Request('http://localhost/notes', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(said),
    }),
  )
  const note = (await made.json()) as { readonly id: string }
  expect(note).toMatchObject(said)
  const read = await server.fetch(new Request(`http://localhost/notes/${note.id}`))
  expect(await read.json()).toEqual(note)
  await server.close()
})
