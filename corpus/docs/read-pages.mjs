// Reads every docs page of one document, and its bundles.
import { load } from 'js-yaml'
import { createServer } from '../../dist/index.js'
import { createSiteMap } from '../../dist/docs-site/site-map.js'
import { loadContracts } from '../../dist/server/serve-contract.js'
import { textOf } from '../documents.mjs'

const origin = 'http://localhost'

/** Words that a template leaves behind when something was not there. */
const leftovers = [/\bundefined\b/, /\[object Object\]/, /\bNaN\b/]

/** A page may hold them where the document does: they are looked for where it does not. */
const suspiciousIn = (source) => leftovers.filter((shape) => !shape.test(source))

/** So many pages as HTML and so many slices of each document; every page as Markdown. */
const most = 20

const spread = (list) => {
  const step = Math.max(1, Math.floor(list.length / most))
  return list.filter((_, index) => index % step === 0).slice(0, most)
}

const pathsOf = (map) => [
  '',
  ...map.tags.flatMap(({ path, operations }) => [path, ...operations.map((one) => one.path)]),
]

const createReader = (server, suspicious) => {
  const result = { pages: 0, bytes: 0, slowest: { ms: 0 }, largest: { bytes: 0 }, failures: [] }
  const get = async (path, judge) => {
    const start = performance.now()
    const response = await server.fetch(new Request(origin + path))
    const text = await response.text()
    const ms = performance.now() - start
    result.pages++
    result.bytes += text.length
    if (ms > result.slowest.ms) result.slowest = { ms, path }
    if (text.length > result.largest.bytes) result.largest = { bytes: text.length, path }
    const fail = (why) => result.failures.push({ path, why })
    if (response.status !== 200) fail(`status ${response.status}: ${text.slice(0, 300)}`)
    else {
      for (const shape of suspicious) {
        const at = text.search(shape)
        if (at >= 0) fail(`${shape.source}: ${text.slice(Math.max(0, at - 80), at + 40)}`)
      }
      try {
        judge?.(text)
      } catch (error) {
        fail(`${error.name}: ${error.message.slice(0, 300)}`)
      }
    }
    return text
  }
  return { get, result }
}

const judgeHtml = (text) => {
  if (/<script(?![^>]*\bsrc=")[^>]*>/.test(text)) throw new Error('it has a script of its own')
  if (/\son\w+="/.test(text.replace(/>[^<]*</g, '><'))) throw new Error('it has an event handler')
  if (/(href|src)="\s*(javascript|vbscript):/i.test(text)) throw new Error('it has a script link')
}

const judgeEnriched = (text) => {
  const { openapi, servers } = JSON.parse(text)
  if (typeof openapi !== 'string') throw new Error('it is no OpenAPI document')
  if (!servers?.[0]?.url.startsWith(origin)) throw new Error('its first server is not this one')
}

/** Reads the pages: counts, the slowest and the largest, and what went wrong. */
export const readPages = async (file) => {
  const source = textOf(file)
  const server = await createServer({ contract: file, state: 'off' })
  const { get, result } = createReader(server, suspiciousIn(source))
  try {
    const [served] = await loadContracts(file, {})
    const base = `/_docs/${served.contract.slug}`
    const paths = pathsOf(createSiteMap(served.contract))
    for (const path of paths) await get(`${base}${path}.md`)
    for (const path of spread(paths)) {
      await get(base + path, judgeHtml)
      await get(`${base}/openapi.json?page=${encodeURIComponent(path)}`, judgeEnriched)
    }
    await get(`${base}/openapi.json`, judgeEnriched)
    const bundle = `/_bundle/${served.contract.slug}`
    const json = await get(`${bundle}.json`, JSON.parse)
    await get(`${bundle}.yaml`, (text) => {
      if (JSON.stringify(load(text)) !== JSON.stringify(JSON.parse(json)))
        throw new Error('the YAML bundle is not the JSON bundle')
    })
    await get(`${bundle}.postman_collection.json`, JSON.parse)
    await get(`${bundle}.http`)
  } finally {
    await server.close()
  }
  return result
}
