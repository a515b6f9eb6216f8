import { call, showPart } from './console-view.js'
import { eachConsole } from './each-console.js'

const here = eachConsole()

test('a snapshot shows what has changed since, and brings it back', async () => {
  const { page } = here.view
  await showPart(page, 'Snapshots')
  await page.getByLabel('Name of the snapshot').fill('before')
  await page.getByRole('button', { name: 'Save a snapshot' }).click()
  await page.getByRole('button', { name: 'Compare before' }).click()
  await page.getByText('Nothing has changed.').waitFor()
  const list = await call(`${here.url}/_sandbox/v1/state/users`)
  const [user] = ((await list.json()) as { records: { id: number; firstName: string }[] }).records
  const changed = { ...user, firstName: 'Berta' }
  const path = `${here.url}/_sandbox/v1/state/users/${user?.id}`
  expect((await call(path, { method: 'PUT', body: changed })).status).toBe(200)
  await page.reload()
  await page.getByRole('button', { name: 'Compare before' }).click()
  const change = page.locator('.changes > li').filter({ hasText: `users ${user?.id}` })
  await change.getByRole('row').filter({ hasText: '/firstName' }).getByText('"Berta"').waitFor()
  await page.getByRole('button', { name: 'Restore before' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click()
  await page.getByText('Nothing has changed.').waitFor()
  expect(await (await call(path)).json()).toMatchObject({ firstName: user?.firstName })
})

test('records that are new or gone are folded, and a hundred changes are shown at once', async () => {
  const { page } = here.view
  const api = `${here.url}/_sandbox/v1`
  await call(`${api}/snapshots`, { method: 'POST', body: { name: 'before' } })
  await call(`${api}/seed/generate`, { method: 'POST', body: { count: 120, seed: 1 } })
  expect((await call(`${api}/state/users/1`, { method: 'DELETE' })).status).toBe(204)
  await showPart(page, 'Snapshots')
  await page.getByRole('button', { name: 'Compare before' }).click()
  const gone = page.locator('.changes > li').filter({ hasText: 'users 1 removed' })
  const record = gone.getByLabel('Record 1')
  await gone.getByText('removed').waitFor()
  expect(await record.isVisible()).toBe(false)
  await gone.getByText('users 1').click()
  await record.getByText('"email": "admin@example.com"').waitFor()
  const changes = page.locator('.changes > li')
  expect(await changes.count()).toBe(100)
  await page.getByRole('button', { name: 'Show more of 121 changes' }).click()
  await changes.nth(120).waitFor()
})
