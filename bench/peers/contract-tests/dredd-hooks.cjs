// What a user of Dredd writes: a token, what the paths name, and that only successes are asked for.
/* eslint-disable @typescript-eslint/no-require-imports */
/* global require */
const hooks = require('hooks')

const kept = {}

// What the contract gives no example of.
const bodies = {
  'PUT /projects/{}': { name: 'Archive', code: 'ARC-2', status: 'active' },
  'PATCH /projects/{}': { seats: 9 },
  'POST /projects/{}/tasks': { title: 'Order Steel', estimate: 3 },
  'PATCH /projects/{}/tasks/{}': { done: true },
  'POST /members': { email: 'Ann@example.org', password: 'correct horse', role: 'editor' },
}

const idOf = (transaction) => JSON.parse(transaction.real?.body || '{}').id

hooks.beforeEach((transaction, done) => {
  const { expected, request } = transaction
  const isSuccess = expected.statusCode < '300' && expected.headers['Content-Type'] !== 'text/csv'
  // Dredd reads the path from its sample values; what was created replaces them.
  const path = transaction.fullPath
    .replace('00000000-0000-4000-8000-000000000001', kept.projectId ?? '')
    .replace('00000000-0000-4000-8000-000000000002', kept.memberId ?? '')
    .replace('/tasks/4711', `/tasks/${kept.taskId ?? ''}`)
    .replace(/\?.*/, '')
  transaction.skip = !isSuccess || (request.method === 'DELETE' && /projects\/[^/]+$/.test(path))
  transaction.fullPath = path
  request.headers.Authorization = 'Bearer token-of-a'
  delete request.headers['If-Match']
  delete request.headers['X-Priority']
  const template = path.replace(/(projects|tasks)\/(?!search)[^/]+/g, '$1/{}')
  const body = bodies[`${request.method} ${template}`]
  if (body) request.body = JSON.stringify(body)
  delete request.headers['Content-Length']
  done()
})

hooks.afterEach((transaction, done) => {
  const { request, fullPath } = transaction
  if (request.method === 'POST' && !transaction.skip) {
    if (fullPath === '/projects') kept.projectId ??= idOf(transaction)
    if (fullPath === '/members') kept.memberId ??= idOf(transaction)
    if (fullPath.endsWith('/tasks')) kept.taskId ??= idOf(transaction)
  }
  done()
})
