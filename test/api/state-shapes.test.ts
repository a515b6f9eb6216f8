import { openStateful } from './support/state-call.js'

test('PUT makes what is not there yet, under the name that the client chose', async () => {
  const { call } = await openStateful()
  expect((await call('GET /labels/a%2Fb%20c')).status).toBe(404)
  const made = await call('PUT /labels/a%2Fb%20c', { colour: 'red' })
  expect([made.status, made.by, made.body]).toEqual([
    201,
    'state',
    { name: 'a/b c', colour: 'red' },
  ])
  const replaced = await call('PUT /labels/a%2Fb%20c', { colour: 'blue' })
  expect([replaced.status, replaced.body.colour]).toEqual([200, 'blue'])
  expect((await call('GET /labels/a%2Fb%20c')).body.colour).toBe('blue')
  expect((await call('DELETE /labels/a%2Fb%20c')).status).toBe(204)
  expect((await call('GET /labels/a%2Fb%20c')).status).toBe(404)
})

test('HAL: pages counted from 0, and where the next one is', async () => {
  const { call } = await openStateful()
  const first = (await call('GET /teams')).body
  expect(first._embedded.teams).toHaveLength(2)
  expect(first.page).toEqual({ size: 2, totalElements: 5, totalPages: 3, number: 0 })
  const second = (await call(`GET ${first._links.next.href}`)).body
  expect(second.page.number).toBe(1)
  const last = (await call(`GET ${second._links.next.href}`)).body
  expect(last._embedded.teams).toHaveLength(1)
  expect(last._links).not.toHaveProperty('next')
})

test('a flat list of children: of one parent, or of all', async () => {
  const { call } = await openStateful()
  const projects = (await call('GET /projects')).body.data.map(({ id }: { id: string }) => id)
  const all = (await call('GET /notes')).body
  for (const note of all) expect(projects).toContain(note.projectId)
  const [one] = projects
  const before = all.filter(({ projectId }: { projectId: string }) => projectId === one)
  expect((await call(`GET /notes?projectId=${one}`)).body).toEqual(before)
  const { body: made } = await call('POST /notes', { projectId: one, text: 'Mine' })
  expect((await call(`GET /notes?projectId=${one}`)).body).toEqual([...before, made])
  await call(`DELETE /projects/${one}`)
  expect((await call(`GET /notes/${made.id}`)).status).toBe(404)
  expect((await call('GET /notes')).body).toHaveLength(all.length - before.length)
})

test('an identity of two path parameters', async () => {
  const { call } = await openStateful()
  const repo = { owner: 'ada', name: 'engine', private: true }
  const made = await call('POST /repos', repo)
  expect([made.status, made.headers.get('location')]).toEqual([201, '/repos/ada/engine'])
  expect((await call('GET /repos/ada/engine')).body).toEqual(repo)
  expect((await call('GET /repos/bob/engine')).status).toBe(404)
  expect((await call('DELETE /repos/ada/engine')).status).toBe(204)
  expect((await call('GET /repos/ada/engine')).status).toBe(404)
})

test('several at once are made, and deleted', async () => {
  const { call } = await openStateful()
  const before = (await call('GET /tags')).body
  const made = await call('POST /tags/bulk', [{ name: 'x' }, { name: 'y' }, { name: 'z' }])
  expect([made.status, made.by]).toEqual([201, 'state'])
  expect(made.body).toMatchObject([{ name: 'x' }, { name: 'y' }, { name: 'z' }])
  const [x, y, z] = made.body
  expect((await call(`DELETE /tags?ids=${x.id},${z.id}`)).status).toBe(204)
  expect((await call('GET /tags')).body).toEqual([...before, y])
})
