// Serves one document and sends a valid request to each of its operations.
import { createServer } from '../dist/index.js'
import { loadContracts } from '../dist/server/serve-contract.js'
import { createJudge } from './judge.mjs'
import { parseDocument } from './parse-document.mjs'
import { ImpossibleRequest, requestFor, ShadowedPath } from './request.mjs'
import { resolved } from './translate.mjs'

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']
const mostText = 400

/** What is documented, read apart from the product: an operation it overlooks is missed here. */
const operationsOf = (document) =>
  Object.entries(document.paths ?? {})
    .filter(([path]) => path.startsWith('/'))
    .flatMap(([path, written]) => {
      const item = resolved(document, written)
      if (typeof item !== 'object' || item === null) return []
      return methods
        .filter((method) => Object.hasOwn(item, method))
        .map((method) => ({ path, method, operation: item[method] ?? {} }))
    })

const excerpt = (text) => (text.length > mostText ? `${text.slice(0, mostText)}…` : text)

const nameOf = ({ method, path }) => `${method.toUpperCase()} ${path}`

/** What a 501 says is wrong with the document; undefined when it is not ours. */
const diagnosisIn = (text) => {
  const problem = text.startsWith('{') ? JSON.parse(text) : {}
  return problem.diagnosis === undefined ? undefined : `${problem.diagnosis}: ${problem.detail}`
}

/** One operation: the verdict, and how long the answer took in milliseconds. */
const tryOperation = async (one, { server, contract, judge }) => {
  const compiled = contract.operations.find(
    ({ method, path }) => path === one.path && method.toLowerCase() === one.method,
  )
  if (!compiled) return { status: 'overlooked', why: 'The product has no such operation', ms: 0 }
  let request
  try {
    request = requestFor(contract, compiled)
  } catch (error) {
    if (error instanceof ShadowedPath) return { status: 'shadowed', why: error.message, ms: 0 }
    const impossible = error instanceof ImpossibleRequest || error.code?.startsWith('contract-')
    return {
      status: impossible ? 'impossible' : 'unsendable',
      why: String(error.message),
      ms: 0,
    }
  }
  const start = performance.now()
  const response = await server.fetch(request)
  const text = await response.text()
  const ms = performance.now() - start
  const contentType = response.headers.get('content-type') ?? undefined
  const why = response.status === 501 ? diagnosisIn(text) : undefined
  if (why !== undefined) return { status: 'refused', code: 501, why, ms }
  const verdict = judge({ operation: one.operation, status: response.status, contentType, text })
  return { ...verdict, code: response.status, url: request.url, text, ms }
}

const isGood = ({ status, body }) =>
  status === 'documented' && (body === 'valid' || body === 'none' || body === 'other')

/**
 * Serves the document of a file: counts, times in milliseconds, and what went wrong.
 * @throws what the product throws when it cannot serve it.
 */
export const serveDocument = async (file) => {
  const started = performance.now()
  const server = await createServer({ contract: file, state: 'off' })
  const result = { operations: 0, answered: 0, bodies: {}, slowest: { ms: 0 }, failures: [] }
  try {
    result.startMs = performance.now() - started
    // The client has its own contract: what it looks up must not warm up the server.
    const [{ contract }] = await loadContracts(file, false)
    const document = parseDocument(file)
    const tools = { server, contract, judge: createJudge(document) }
    for (const one of operationsOf(document)) {
      const { text = '', ms, ...verdict } = await tryOperation(one, tools)
      result.operations++
      result.firstMs ??= result.startMs + ms
      if (ms > result.slowest.ms) result.slowest = { ms, operation: nameOf(one) }
      if (verdict.status === 'documented') result.answered++
      if (verdict.body) result.bodies[verdict.body] = (result.bodies[verdict.body] ?? 0) + 1
      if (!isGood(verdict))
        result.failures.push({ operation: nameOf(one), ...verdict, text: excerpt(text) })
    }
  } finally {
    await server.close()
  }
  return result
}
