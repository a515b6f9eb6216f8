// Measures requests per second of the built product against bare node:http servers that send the same
// bytes, in one run on one machine, and prints ratios: only those can be compared between machines. On a
// busy machine the processor time a request costs the server is the steadier figure; its ratio stands beside.
// usage: node bench/bench.mjs [--rounds N] [--seconds N] [--json] [--document FILE]
import { execFile, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs, promisify } from 'node:util'
import autocannon from 'autocannon'
import { largeDocument, measureLargeDocument } from './large-document.mjs'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    seconds: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    document: { type: 'string' },
  },
})

const mockBase = '/_mock/apis/authentication/openapi'
const login = JSON.stringify({ email: 'user@example.com', password: 'password123' })
const json = { 'content-type': 'application/json' }

/** Starts a server in a process of its own, so that the load comes from another one. */
const start = (name, ...words) =>
  new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('./bench-server.mjs', import.meta.url)), [
      name,
      ...words,
    ])
    const ask = () =>
      new Promise((done) => {
        child.once('message', ({ cpu }) => done(cpu))
        child.send('cpu')
      })
    child.once('message', ({ url }) => resolve({ url, cpu: ask, stop: () => child.kill() }))
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)))
  })

const load = async ({ url, cpu }, { path, ...request }) => {
  const before = await cpu()
  const result = await autocannon({
    url: url + path,
    connections: 16,
    duration: Number(values.seconds),
    ...request,
  })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}${path}: not every answer was 2xx`)
  const microseconds = ((await cpu()) - before) / result.requests.total
  return { perSecond: result.requests.average, microseconds }
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

/** Ours and the bare server in turn, A B A B; the medians of the ratios of neighbours. */
const compare = async (ours, bare, request, bareRequest) => {
  const rounds = []
  await load(ours, request)
  await load(bare, bareRequest)
  for (let round = 0; round < Number(values.rounds); round++)
    rounds.push([await load(ours, request), await load(bare, bareRequest)])
  const ratios = rounds.map(([a, b]) => a.perSecond / b.perSecond)
  const rounded = (number) => Number(number.toFixed(2))
  return {
    requestsPerSecond: Math.round(median(rounds.map(([a]) => a.perSecond))),
    barePerSecond: Math.round(median(rounds.map(([, b]) => b.perSecond))),
    ratio: rounded(median(ratios)),
    lowest: rounded(Math.min(...ratios)),
    highest: rounded(Math.max(...ratios)),
    processorRatio: rounded(median(rounds.map(([a, b]) => b.microseconds / a.microseconds))),
    microseconds: rounded(median(rounds.map(([a]) => a.microseconds))),
    bareMicroseconds: rounded(median(rounds.map(([, b]) => b.microseconds))),
  }
}

const print = (row) =>
  console.log(
    `${row.name.padEnd(28)} ratio ${row.ratio.toFixed(2)} (${row.lowest.toFixed(2)}–${row.highest.toFixed(2)}, bar ${row.bar.toFixed(2)})` +
      `  ${row.requestsPerSecond}/s against ${row.barePerSecond}/s` +
      `  processor ${row.processorRatio.toFixed(2)} (${row.microseconds} µs against ${row.bareMicroseconds} µs)`,
  )

const progress = (what) => {
  if (!values.json) process.stderr.write(`measuring ${what} ...\n`)
}

/** A request to the first item that a server remembers. */
const stateRequest = async ({ url }) => {
  const list = await fetch(`${url}/gists`)
  const [{ id }] = await list.json()
  const item = await fetch(`${url}/gists/${id}`)
  if (item.headers.get('x-answered-by') !== 'state')
    throw new Error(`${item.url} is not answered from state`)
  return { path: `/gists/${id}`, method: 'GET' }
}

/** The same requests on 1,223 operations and on 11. */
const compareSizes = async (document) => {
  const [whole, few] = [await start('whole', document), await start('few', document)]
  // Until the diagnosis in the background has ended.
  await pause(15_000)
  const request = { path: '/meta', method: 'GET' }
  const mock = await compare(whole, few, request, request)
  progress('state GET, 1,223 operations')
  const state = await compare(whole, few, await stateRequest(whole), await stateRequest(few))
  whole.stop()
  few.stop()
  return [
    { name: 'mock GET, 1,223 against 11', bar: 0.95, ...mock },
    { name: 'state GET, 1,223 against 11', bar: 0.95, ...state },
  ]
}

/** Rows of a large document; none where it is not installed. */
const largeRows = async () => {
  const document = largeDocument(values.document)
  if (!document) {
    progress('no large document: npm run corpus installs it, or name one with --document')
    return { rows: [] }
  }
  progress('mock GET, 1,223 operations')
  const rows = await compareSizes(document)
  progress('start and first requests, 1,223 operations')
  return { rows, large: await measureLargeDocument(document) }
}

const printLarge = ({ operations, startMilliseconds, firstAnswerRatio, ...rest }) => {
  const { slowestFirstRequest: slowest, megabytes } = rest
  console.log(
    `${operations} operations: process start to first answer ${startMilliseconds} ms (bar 1500)`,
  )
  console.log(`  parsed document to first answer ${firstAnswerRatio} of parse and walk (bar 2.00)`)
  console.log(`  slowest first request ${slowest.milliseconds} ms (bar 50), ${slowest.id}`)
  console.log(`  memory after a request to each operation ${megabytes} MiB`)
}

/** What sandboxes cost: rows that are no ratios. */
const sandboxRows = async () => {
  progress('creation and forks of sandboxes')
  const program = fileURLToPath(new URL('./sandboxes.mjs', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program])
  return JSON.parse(stdout)
}

const printPlain = ({ name, value, unit, bar }) =>
  console.log(`${name.padEnd(38)} ${value} ${unit}${bar === undefined ? '' : ` (bar ${bar})`}`)

/** The same requests where a journal is kept, and where none is. */
const journalRows = async (ours, rows) => {
  const unkept = await start('unkept')
  const { token } = await logIn(unkept)
  const results = []
  for (const [name, , request] of rows) {
    progress(`${name}, journal on against off`)
    const bare = { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } }
    const measured = await compare(ours, unkept, request, bare)
    results.push({ name: `journal on/off, ${name.split(',')[0]}`, bar: 0.9, ...measured })
  }
  unkept.stop()
  return results
}

const logIn = async ({ url }) => {
  const answer = await fetch(`${url}/auth/login`, { method: 'POST', headers: json, body: login })
  return answer.json()
}

const main = async () => {
  const ours = await start('ours')
  const bare = await start('bare')
  const { token } = await logIn(ours)
  const bearer = { authorization: `Bearer ${token}` }
  const get = (path) => ({ path, method: 'GET', headers: bearer })
  const post = (path) => ({ path, method: 'POST', headers: json, body: login })
  const rows = [
    ['mock GET, documented reply', 0.8, get(`${mockBase}/auth/user`), get('/get')],
    ['mock POST with a JSON body', 0.7, post(`${mockBase}/auth/login`), post('/post')],
    ['sandbox GET /auth/user', 0.5, get('/auth/user'), get('/get')],
  ]
  const results = []
  for (const [name, bar, request, bareRequest] of rows) {
    progress(name)
    const measured = await compare(ours, bare, request, bareRequest)
    results.push({ name, bar, ...measured })
  }
  results.push(...(await journalRows(ours, rows)))
  ours.stop()
  bare.stop()
  const sandboxes = await sandboxRows()
  const { rows: more, large } = await largeRows()
  results.push(...more)
  if (values.json) {
    console.log(JSON.stringify([...results, ...sandboxes, ...(large ? [large] : [])], null, 2))
  } else {
    results.forEach(print)
    sandboxes.forEach(printPlain)
    if (large) printLarge(large)
  }
}

await main()
