import { arrayOrEmpty, isObject, own } from '../lib/json-object.js'
import type { DocsContract } from './docs-contract.js'
import type { DocsText } from './docs-text.js'
import { externalDocs } from './external-docs.js'
import { blocks, code, link, plain, quoted } from './markdown-text.js'
import { titleOf } from './operation-text.js'
import type { OperationPlace, TagPlace } from './site-map.js'
import { rootOf, type UrlPlace } from './site-urls.js'

/** The operations of a tag, each with a link to its page. */
export const operationList = (
  operations: readonly OperationPlace[],
  { base }: DocsContract,
  place: UrlPlace,
): string =>
  operations
    .map(({ operation, path }) => {
      const target = link(titleOf(operation), rootOf(place) + base + path)
      const mark = operation.isCompiled && operation.deprecated ? ', deprecated' : ''
      return `- **${plain(operation.method)}** ${target} ${code(operation.path)}${mark}`
    })
    .join('\n')

/** The Tag Object of a name; an empty one where only operations name it. */
const writtenTag = ({ contract }: DocsContract, name: string) =>
  arrayOrEmpty(own(contract.document, 'tags'))
    .filter(isObject)
    .find((tag) => own(tag, 'name') === name) ?? {}

/** How we understand a text of the documentation is told, where we had to. */
const understanding = (number: unknown): string =>
  typeof number === 'string' && /^\d{3}$/.test(number)
    ? `*What this text leaves open is decided here (decision ${number}).*`
    : ''

/** The page of a tag. */
export const tagText = (docs: DocsContract, tag: TagPlace, place: UrlPlace): DocsText => {
  const written = writtenTag(docs, tag.name)
  return {
    title: tag.name,
    about: `The operations of ${tag.name}, ${docs.contract.title}`,
    body: blocks(
      quoted(tag.description),
      understanding(own(written, 'x-decision')),
      externalDocs(written),
      '## Operations',
      operationList(tag.operations, docs, place) || 'No operation has this tag.',
    ),
  }
}
