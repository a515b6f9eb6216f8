import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { parse } from 'yaml'

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

const load = (file: string): Tree =>
  parse(readFileSync(join(__dirname, '../../../spec', file), 'utf8')) as Tree

const root = load('openapi.yaml')
const control = load('control.yaml')

const ajv = new Ajv({ strict: false, allErrors: true })
formats.default(ajv)
ajv.addSchema(root, 'root').addSchema(control, 'control')

const escape = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

const pathOf = (paths: Tree, path: string): string | undefined =>
  Object.keys(paths).find((template) =>
    new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}/?$`).test(path),
  )

const controlBase = '/_sandbox/v1'

/** Why an answer is not one that the contract documents; undefined when it is. */
export const faultOf = ({ method, path: target, status, type, text }: Judged) => {
  const path = (target.split('?')[0] ?? '').replace(/^\/@[^/]+/, '')
  const isControl = path.startsWith(controlBase)
  const [name, document] = isControl ? ['control', control] : ['root', root]
  const paths = document['paths'] as Tree
  const template = pathOf(paths, isControl ? path.slice(controlBase.length) : path)
  const key = method === 'HEAD' ? 'get' : method.toLowerCase()
  const responses = template === undefined ? undefined : paths[template]?.[key]?.['responses']
  const written = responses?.[String(status)]
  if (!responses || !written)
    return status >= 400 && type === 'application/problem+json'
      ? undefined
      : `${method} ${path} does not document ${status} (${type})`
  const ref = (written as unknown as { $ref?: string }).$ref?.slice(1)
  const at = ref ?? `/paths/${escape(template as string)}/${key}/responses/${status}`
  const response = at
    .split('/')
    .slice(1)
    .reduce((tree, part) => tree[part.replaceAll('~1', '/')] as Tree, document)
  const content = response['content']
  if (!content || method === 'HEAD') return text === '' ? undefined : 'a body that is not documented'
  const essence = type?.split(';')[0] ?? ''
  if (!content[essence]) return `${method} ${path} ${status} does not document ${type}`
  const pointer = encodeURI(`${at}/content/${escape(essence)}/schema`)
  const schema = { $ref: `${name}#${pointer}` }
  const valid = ajv.validate(schema, JSON.parse(text))
  return valid ? undefined : `${method} ${path} ${status}: ${ajv.errorsText()} in ${text}`
}
