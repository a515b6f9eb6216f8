// One of the servers that bench/bench.mjs compares; tells its parent where it listens.
import { readFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from '../dist/index.js'

const mockBase = '/_mock/apis/authentication/openapi'

const ours = async (options) => {
  const server = await createServer(options)
  const { url } = await server.listen({ port: 0, host: '127.0.0.1' })
  return url
}

/** The answer of ours as a constant: the bare server sends the same bytes. */
const recorded = async (path, init) => {
  const server = await createServer()
  const response = await server.fetch(new Request(`http://localhost${mockBase}${path}`, init))
  const headers = [...response.headers].flat()
  const body = Buffer.from(await response.arrayBuffer())
  await server.close()
  return { headers, body }
}

const bare = async () => {
  const get = await recorded('/auth/user', { headers: { authorization: 'Bearer x' } })
  const post = await recorded('/auth/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'user@example.com', password: 'password123' }),
  })
  const send = (response, { headers, body }) => {
    response.writeHead(200, headers)
    response.end(body)
  }
  const server = createHttpServer((request, response) => {
    if (request.url === '/get') {
      send(response, get)
      return
    }
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      JSON.parse(Buffer.concat(chunks).toString())
      send(response, post)
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${server.address().port}`
}

/** A large document, whole or with 11 of its operations. */
const large = async (isWhole) => {
  const contract = JSON.parse(readFileSync(process.argv[3], 'utf8'))
  const { '/meta': meta, '/gists': gists, '/gists/{gist_id}': gist, ...others } = contract.paths
  const kept = firstOperations({ '/meta': meta, '/gists': gists, '/gists/{gist_id}': gist }, 3)
  if (!isWhole) contract.paths = { ...kept, ...firstOperations(others, 8) }
  const server = await createServer({ contract })
  return (await server.listen({ port: 0, host: '127.0.0.1' })).url
}

/** As many paths as it takes, with one operation each. */
const firstOperations = (paths, count) =>
  Object.fromEntries(
    Object.entries(paths)
      .filter(([, item]) => item.get)
      .slice(0, count)
      .map(([path, { get, parameters }]) => [path, { get, ...(parameters && { parameters }) }]),
  )

const servers = {
  ours: () => ours(),
  unkept: () => ours({ journal: 0 }),
  bare,
  whole: () => large(true),
  few: () => large(false),
}
const url = await servers[process.argv[2]]()
process.send({ url })
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send({ cpu: user + system })
})
process.once('disconnect', () => process.exit())
