import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { load as parse } from 'js-yaml'

/** What an answer is judged by: independent of the product's own validators. */
export interface Judged {
  readonly method: string
  /** The path as sent, query included. */
  readonly path: string
  readonly status: number
  readonly type: string | null
  readonly text: string
}

type Tree = { readonly [key: string]: Tree }

const repository = join(__dirname, '../../..')

/** A document as the build parsed it from this very text (test/repo/generated.test.ts compares the two), else parsed. */
const load = (name: Name): Tree => {
  const text = readFileSync(join(repository, `spec/${name}.yaml`), 'utf8')
  const built = join(repository, `dist/spec/${name}.json`)
  const { sha256, document } = existsSync(built)
    ? (JSON.parse(readFileSync(built, 'utf8')) as { sha256?: string; document?: Tree })
    : {}
  const isSame = sha256 === createHash('sha256').update(text).digest('hex')
  return isSame && document ? document : (parse(text) as Tree)
}

type Name = 'openapi' | 'control'

const documents = new Map<Name, Tree>()

// A document is no schema: that is why it is not judged as one.
const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false })
formats.default(ajv)

/** Read when the first answer is judged by it: to read both takes as long as many a suite. */
const documentOf = (name: Name): Tree => {
  const known = documents.get(name)
  if (known) return known
  const document = load(name)
  ajv.addSchema(document, name)
  documents.set(name, document)
  return document
}

const escape = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

const pathOf = (paths: Tree, path: string): string | undefined =>
  Object.keys(paths).find((template) =>
    new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}/?$`).test(path),
  )

const controlBase = '/_sandbox/v1'

const follow = (document: Tree, pointer: string): Tree =>
  pointer
    .split('/')
    .slice(1)
    .reduce((tree, part) => tree[part.replaceAll('~1', '/')] as Tree, document)

/** Where the response of an answer is documented; undefined when it is not. */
const responseAt = (document: Tree, path: string, method: string, status: number) => {
  const paths = document['paths'] as Tree
  const template = pathOf(paths, path)
  const key = method === 'HEAD' ? 'get' : method.toLowerCase()
  const written = template && paths[template]?.[key]?.['responses']?.[String(status)]
  if (!template || !written) return undefined
  const ref = (written as unknown as { $ref?: string }).$ref
  return ref?.slice(1) ?? `/paths/${escape(template)}/${key}/responses/${status}`
}

const faultOfBody = ($ref: string, essence: string, text: string): string | undefined => {
  const value: unknown = essence.startsWith('text/') ? text : JSON.parse(text)
  return ajv.validate({ $ref }, value) ? undefined : ajv.errorsText()
}

/** Why an answer is not one that the contract documents; undefined when it is. */
export const faultOf = ({ method, path: target, status, type, text }: Judged) => {
  const path = (target.split('?')[0] ?? '').replace(/^\/@[^/]+/, '')
  const isControl = path.startsWith(controlBase)
  const name = isControl ? 'control' : 'openapi'
  const document = documentOf(name)
  const at = responseAt(document, isControl ? path.slice(controlBase.length) : path, method, status)
  const what = `${method} ${path} ${status} ${type}`
  if (at === undefined) {
    const isProblem = status >= 400 && type === 'application/problem+json'
    return isProblem ? undefined : `${what} is not documented`
  }
  const content = follow(document, at)['content']
  if (!content || method === 'HEAD') return text === '' ? undefined : `${what} has a body`
  const essence = type?.split(';')[0] ?? ''
  if (!content[essence]) return `${what} is not a documented media type`
  const pointer = encodeURI(`${at}/content/${escape(essence)}/schema`)
  const fault = faultOfBody(`${name}#${pointer}`, essence, text)
  return fault && `${what}: ${fault}`
}
