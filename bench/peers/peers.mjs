// Measures other mock servers and ours on the same documents with the same requests, in one run on one
// machine. Ratios only are comparable between machines. Install first: cd bench/peers && npm install.
// usage: node bench/peers/peers.mjs [--rounds N] [--seconds N] [--json] [--only NAME] [--document NAME]
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import { start } from './running.mjs'
import { ours, peers } from './servers.mjs'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    document: { type: 'string' },
  },
})

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const bearer = { authorization: 'Bearer token' }
const login = JSON.stringify({ email: 'user@example.com', password: 'password123' })
const big = 'corpus/node_modules/@octokit/openapi/generated/api.github.com.json'

const documents = [
  {
    name: '11 operations',
    slug: 'openapi',
    serverPath: '/_mock/apis/authentication/openapi',
    file: join(root, 'spec', 'openapi.yaml'),
    requests: [
      { name: 'GET', path: '/auth/user', method: 'GET', headers: bearer },
      {
        name: 'POST with JSON',
        path: '/auth/login',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: login,
      },
    ],
  },
  {
    name: '1,223 operations',
    slug: 'api-github-com',
    serverPath: '',
    file: join(root, big),
    requests: [{ name: 'GET', path: '/repos/octocat/hello-world', method: 'GET', headers: {} }],
  },
]

const progress = (text) => {
  if (!values.json) process.stderr.write(`${text}\n`)
}

const load = async (url, { path, method, headers, body }) => {
  const { requests, non2xx, errors } = await autocannon({
    url: url + path,
    method,
    headers,
    body,
    connections: 16,
    duration: Number(values.seconds),
    timeout: 60,
  })
  return { perSecond: requests.average, failed: non2xx + errors }
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

/** Ours and the peer in turn. */
const compare = async (us, them, request) => {
  const { status } = await fetch(them.url + request.path, {
    method: request.method,
    headers: request.headers,
    body: request.body,
  })
  if (status >= 300) return { name: request.name, refused: status }
  const rounds = []
  for (let round = 0; round < Number(values.rounds); round++)
    rounds.push([await load(us.url, request), await load(them.url, request)])
  return {
    name: request.name,
    ours: Math.round(median(rounds.map(([a]) => a.perSecond))),
    theirs: Math.round(median(rounds.map(([, b]) => b.perSecond))),
    ratio: Number(median(rounds.map(([a, b]) => a.perSecond / b.perSecond)).toFixed(1)),
    failed: rounds.reduce((sum, [a, b]) => sum + a.failed + b.failed, 0),
  }
}

const measure = async (document, peer) => {
  const { name, requests } = document
  progress(`${name}: ${peer.name} ...`)
  const us = await start(ours, document, requests[0])
  const them = await start(peer, document, requests[0])
  try {
    const row = { document: name, peer: `${peer.name} ${peer.version}` }
    if (!them.first) return { ...row, failed: 'did not answer within 150 s' }
    const results = []
    for (const request of requests) results.push(await compare(us, them, request))
    return {
      ...row,
      startMs: [Math.round(us.first.milliseconds), Math.round(them.first.milliseconds)],
      memoryMb: [us.memory(), them.memory()],
      requests: results,
    }
  } finally {
    await us.stop()
    await them.stop()
  }
}

const print = ({ document, peer, failed, startMs, memoryMb, requests }) => {
  const head = `${document.padEnd(17)} ${peer.padEnd(26)}`
  if (failed) return console.log(`${head} ${failed}`)
  const [start, memory] = [startMs, memoryMb].map(([we, they]) => `${we} / ${they}`)
  console.log(`${head} start ${start} ms   memory ${memory} MB`)
  for (const { name, refused, ours: we, theirs, ratio } of requests)
    console.log(
      refused
        ? `${' '.repeat(18)}${name.padEnd(26)} answers ${refused}`
        : `${' '.repeat(18)}${name.padEnd(26)} ${we} / ${theirs} requests/s   ${ratio} times`,
    )
}

const results = []
const chosen = documents.filter(({ name }) => !values.document || name.startsWith(values.document))
for (const document of chosen) {
  if (!existsSync(document.file)) {
    progress(`${document.name}: ${document.file} is not there; npm run corpus installs it`)
    continue
  }
  for (const peer of peers) {
    if (values.only && !peer.name.toLowerCase().includes(values.only.toLowerCase())) continue
    if (!peer.version) progress(`${peer.name} is not installed: cd bench/peers && npm install`)
    else results.push(await measure(document, peer))
  }
}
if (values.json) console.log(JSON.stringify(results, null, 2))
else {
  console.log('ours / theirs')
  results.forEach(print)
}
