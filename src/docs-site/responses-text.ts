import type { Content, Contract, DocumentedResponse, Operation } from '../contract/contract.js'
import { Problem, SetupError } from '../errors.js'
import { objectOrEmpty, own, stringOr, type JsonObject } from '../lib/json-object.js'
import { valueAt } from '../lib/json-pointer.js'
import { isJson } from '../lib/media-type.js'
import { reasonPhrase } from '../lib/reason-phrase.js'
import { messageBody } from '../generate/message-body.js'
import { bodyValue } from '../mock/body-value.js'
import { decided } from './decided.js'
import { follow } from './follow.js'
import { blocks, code, fence, plain, quoted, shortened } from './markdown-text.js'
import { itemsText, type RowBudget, schemaText } from './schema-text.js'
import { bodyHead } from './type-words.js'

/** An example of a body is told in so many characters at most. */
const maxExample = 20_000

/** So many named examples of a body are told. */
const maxExamples = 10

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? String(value))

const fenced = (text: string, isOfJson: boolean): string =>
  fence(shortened(text, maxExample), isOfJson ? 'json' : 'text')

/** What the mock would answer, where the contract has no example. */
const madeUp = async (operation: Operation, content: Content): Promise<string> => {
  try {
    const found = await bodyValue(operation, content)
    if (found.value === undefined) return ''
    if (isJson(content.mediaType)) return fenced(textOf(found.value), true)
    const { body } = messageBody(content, found)
    return typeof body === 'string' ? fenced(body, false) : ''
  } catch (error) {
    // A schema that no value can be made for: the mock says so where it is asked.
    if (error instanceof SetupError || error instanceof Problem) return ''
    throw error
  }
}

const examplesText = async (operation: Operation, content: Content): Promise<string> => {
  const { examples, mediaType } = content
  if (examples.length === 0) {
    const made = await madeUp(operation, content)
    return made && blocks('Example, made from the schema:', made)
  }
  const told = examples.slice(0, maxExamples).map(({ name, value }) => {
    const title = name === undefined ? 'Example:' : `Example ${code(name)}:`
    return blocks(title, fenced(textOf(value), isJson(mediaType)))
  })
  const rest = examples.length - told.length
  return blocks(...told, rest > 0 ? `… and ${rest} more examples.` : '')
}

const contentText = async (
  operation: Operation,
  content: Content,
  budget: RowBudget,
): Promise<string> => {
  const { schema, lookup } = content.schema ?? content.itemSchema ?? {}
  return blocks(
    bodyHead([content.mediaType], schema, lookup),
    lookup ? schemaText(schema, lookup, 'response', budget) : '',
    await examplesText(operation, content),
  )
}

const headersText = (
  document: JsonObject,
  { headers }: DocumentedResponse,
  written: JsonObject,
  budget: RowBudget,
): string => {
  if (headers.length === 0) return ''
  const items = headers.map(({ name, schema, required }) => {
    const header = follow(document, own(objectOrEmpty(own(written, 'headers')), name))
    return {
      label: `**${code(name)}**`,
      schema: schema?.schema,
      ...(schema && { lookup: schema.lookup }),
      written: header,
      marks: [required ? 'always' : ''],
      description: stringOr(header['description']),
    }
  })
  return blocks('Headers:', itemsText(items, 'response', budget))
}

/** `200 OK`, `4XX`, or what else is not documented. */
const titleOf = (key: string): string => {
  if (key === 'default') return 'default (any other status)'
  const phrase = /^\d{3}$/.test(key) ? reasonPhrase(Number(key)) : ''
  return plain(`${key} ${phrase}`)
}

const responseText = async (
  { document }: Contract,
  operation: Operation,
  response: DocumentedResponse,
  budget: RowBudget,
): Promise<string> => {
  const responses = objectOrEmpty(
    own(follow(document, valueAt(document, operation.pointer)), 'responses'),
  )
  const key = Object.keys(responses).find((one) => one.toUpperCase() === response.key.toUpperCase())
  const written = follow(document, responses[key ?? ''])
  const contents: string[] = []
  for (const content of response.contents)
    contents.push(await contentText(operation, content, budget))
  return blocks(
    `### ${titleOf(response.key)}`,
    decided(written),
    quoted(response.description),
    response.fault ? `The contract is at fault here: ${plain(response.fault.message)}.` : '',
    headersText(document, response, written, budget),
    ...contents,
  )
}

/** Every documented response of an operation. */
export const responsesText = async (
  contract: Contract,
  operation: Operation,
  budget: RowBudget,
): Promise<string> => {
  const texts: string[] = []
  for (const response of operation.responses)
    texts.push(await responseText(contract, operation, response, budget))
  return texts.length === 0 ? 'No response is documented.' : blocks(...texts)
}
