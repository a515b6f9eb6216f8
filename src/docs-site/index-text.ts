import { objectOrEmpty, own, stringOr } from '../lib/json-object.js'
import type { DocsContract } from './docs-contract.js'
import type { DocsText } from './docs-text.js'
import { externalDocs } from './external-docs.js'
import { blocks, code, link, plain, quoted } from './markdown-text.js'
import { schemesText } from './security-text.js'
import type { SiteMap, TagPlace } from './site-map.js'
import { bundlePath } from './bundle-path.js'
import { rootOf, type UrlPlace } from './site-urls.js'
import { operationList } from './tag-text.js'
import { baseUrls } from './operation-urls.js'

/** Contracts of more operations list them on the pages of their tags. */
export const manyOperations = 200

/** Who stands behind the contract, under which licence (OpenAPI 3.0.3 §4.7.2). */
const infoText = ({ contract }: DocsContract): string => {
  const info = objectOrEmpty(own(contract.document, 'info'))
  const named = (key: string): string => {
    const one = objectOrEmpty(own(info, key))
    const name = stringOr(own(one, 'name')) ?? stringOr(own(one, 'email'))
    const url = stringOr(own(one, 'url')) ?? ''
    if (name === undefined) return ''
    return /^https?:\/\//i.test(url) ? link(name, url) : plain(name)
  }
  const [licence, contact] = [named('license'), named('contact')]
  return blocks(
    licence && `Licence: ${licence}`,
    contact && `Contact: ${contact}`,
    externalDocs(contract.document),
  )
}

const downloads = (docs: DocsContract, place: UrlPlace): string => {
  const files = [
    ['yaml', 'OpenAPI document (YAML)'],
    ['json', 'OpenAPI document (JSON)'],
    ['postman_collection.json', 'Postman collection'],
    ['http', 'HTTP file, for the clients of editors'],
  ] as const
  return files
    .map(([ending, text]) => `- ${link(text, rootOf(place) + bundlePath(docs, ending))}`)
    .join('\n')
}

const tagSection = (
  { name, path, description, operations }: TagPlace,
  docs: DocsContract,
  place: UrlPlace,
): string => {
  const target = rootOf(place) + docs.base + path
  if (docs.contract.operations.length > manyOperations)
    return `- ${link(name, target)} (${operations.length})`
  return blocks(
    `### ${link(name, target)}`,
    quoted(description),
    operationList(operations, docs, place),
  )
}

const tagsText = (docs: DocsContract, { tags }: SiteMap, place: UrlPlace): string => {
  const sections = tags.map((tag) => tagSection(tag, docs, place))
  if (sections.length === 0) return 'The contract has no operations.'
  return docs.contract.operations.length > manyOperations
    ? sections.join('\n')
    : blocks(...sections)
}

/** The index page of a contract. */
export const indexText = (docs: DocsContract, map: SiteMap, place: UrlPlace): DocsText => {
  const { contract } = docs
  const info = objectOrEmpty(own(contract.document, 'info'))
  return {
    title: contract.title,
    about: stringOr(own(info, 'summary')) ?? `The operations of ${contract.title}`,
    body: blocks(
      `Version ${code(contract.version)}`,
      quoted(stringOr(own(info, 'description'))),
      infoText(docs),
      '## Servers',
      baseUrls(docs, place),
      '## Authentication',
      schemesText(contract) || 'No credentials are described.',
      '## Operations',
      tagsText(docs, map, place),
      '## Downloads',
      downloads(docs, place),
    ),
  }
}
