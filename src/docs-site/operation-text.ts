import type { Contract, Operation } from '../contract/contract.js'
import { stringOr, type JsonObject } from '../lib/json-object.js'
import { valueAt } from '../lib/json-pointer.js'
import { samplesOf } from '../samples/samples-of.js'
import { decided } from './decided.js'
import type { DocsContract } from './docs-contract.js'
import type { DocsText } from './docs-text.js'
import { externalDocs } from './external-docs.js'
import { follow } from './follow.js'
import { blocks, code, fence, plain, quoted, shortened } from './markdown-text.js'
import { requestText } from './request-text.js'
import { responsesText } from './responses-text.js'
import { maxRows } from './schema-text.js'
import { securityText } from './security-text.js'
import { mockUrl, sandboxUrl, type UrlPlace } from './site-urls.js'
import { operationUrls } from './operation-urls.js'

/** Summaries of people are shorter. */
const maxTitle = 300

/** What a page of an operation is called. */
export const titleOf = ({ summary, method, path }: Operation): string =>
  shortened(summary?.trim() ? summary : `${method} ${path}`, maxTitle)

/** The language of a sample as fences name it. */
const fenceLanguages: Readonly<Record<string, string>> = {
  curl: 'bash',
  node: 'javascript',
  payload: 'json',
}

const samplesText = async (
  docs: DocsContract,
  operation: Operation,
  place: UrlPlace,
): Promise<string> => {
  const base = mockUrl(docs, place) ?? sandboxUrl(docs, place)
  const samples = await samplesOf(docs.contract, operation, base)
  return blocks(
    ...samples.map(({ id, label, source }) =>
      blocks(`#### ${plain(label)}`, fence(source, fenceLanguages[id] ?? id)),
    ),
  )
}

const callbacksText = ({ callbacks }: Operation): string =>
  callbacks
    .map(
      ({ name, expression, operation }) =>
        `- ${plain(name)}: ${code(`${operation.method} ${expression}`)}`,
    )
    .join('\n')

const headText = (operation: Operation, written: JsonObject): string => {
  const mark = decided(written)
  return blocks(
    `**${plain(operation.method)}** ${code(operation.path)}`,
    `Operation id: ${code(operation.id)}${mark && `, ${mark}`}`,
    operation.deprecated ? '**Deprecated**: it may go away.' : '',
    operation.fault ? `The contract is at fault here: ${plain(operation.fault.message)}.` : '',
    quoted(stringOr(written['description'])),
    externalDocs(written),
  )
}

const section = (heading: string, text: string): string =>
  text === '' ? '' : `## ${heading}\n\n${text}`

/** The parts of an operation's page that are the same for whoever asks. */
export interface OperationParts {
  readonly head: string
  readonly request: string
  readonly responses: string
}

/** Makes those parts; large schemas take a while. */
export const operationParts = async (
  contract: Contract,
  operation: Operation,
): Promise<OperationParts> => {
  const budget = { left: maxRows }
  const written = follow(contract.document, valueAt(contract.document, operation.pointer))
  return {
    head: headText(operation, written),
    request: blocks(
      section('Authentication', securityText(contract, operation)),
      section('Request', requestText(contract, operation, budget)),
    ),
    responses: blocks(
      section('Responses', await responsesText(contract, operation, budget)),
      section('Callbacks', callbacksText(operation)),
    ),
  }
}

/** The page of an operation. */
export const operationText = async (
  docs: DocsContract,
  operation: Operation,
  parts: OperationParts,
  place: UrlPlace,
): Promise<DocsText> => ({
  title: titleOf(operation),
  about: `${operation.method} ${operation.path} of ${docs.contract.title}`,
  body: blocks(
    parts.head,
    section('URLs', operationUrls(docs, operation, place)),
    parts.request,
    section('Request samples', await samplesText(docs, operation, place)),
    parts.responses,
  ),
})
