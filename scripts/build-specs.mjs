// Parses the package's own contracts once, at build time: dist/spec/NAME.json holds the document and the sum
// of the YAML it was made from. A server takes it only when that sum still fits, so an edit is never missed.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const names = ['openapi', 'control']

/** What build-specs writes, relative to dist/. */
export const specOutputs = names.map((name) => `spec/${name}.json`)

const isCurrent = (file, sha256) =>
  existsSync(file) && readFileSync(file, 'utf8').startsWith(`{"sha256":"${sha256}"`)

const parsed = async (text) => {
  const { CORE_SCHEMA, load, mergeTag } = await import('js-yaml')
  try {
    return load(text, { schema: CORE_SCHEMA.withTags(mergeTag) })
  } catch {
    return undefined
  }
}

/** Writes what is stale; a contract that does not parse is left to the server, which says where. */
export const buildSpecs = async (root) => {
  for (const name of names) {
    const text = readFileSync(join(root, 'spec', `${name}.yaml`))
    const sha256 = createHash('sha256').update(text).digest('hex')
    const file = join(root, 'dist', 'spec', `${name}.json`)
    if (isCurrent(file, sha256)) continue
    const document = await parsed(text.toString())
    if (document === undefined) continue
    mkdirSync(join(root, 'dist', 'spec'), { recursive: true })
    writeFileSync(file, JSON.stringify({ sha256, document }))
  }
}
