import type { Contract, Operation, Parameter, RequestBody } from '../contract/contract.js'
import { arrayOrEmpty, isObject, objectOrEmpty, own, stringOr } from '../lib/json-object.js'
import type { JsonObject } from '../lib/json-object.js'
import { pointer as pointerOf, valueAt } from '../lib/json-pointer.js'
import { decided } from './decided.js'
import { follow } from './follow.js'
import { blocks, code, quoted } from './markdown-text.js'
import { itemsText, type Item, type RowBudget, schemaText } from './schema-text.js'
import { bodyHead, factLines, valueText } from './type-words.js'

const headings = {
  path: 'Path parameters',
  query: 'Query parameters',
  header: 'Headers',
  cookie: 'Cookies',
} as const

/** The Parameter Objects of an operation by place and name; its own win over those of its path. */
const writtenParameters = ({ document }: Contract, { pointer, path }: Operation) => {
  const pathItem = follow(document, valueAt(document, pointerOf('paths', path)))
  const holders = [pathItem, follow(document, valueAt(document, pointer))]
  const written = holders
    .flatMap((holder) => arrayOrEmpty(own(holder, 'parameters')))
    .map((one) => follow(document, one))
  return (parameter: Parameter): JsonObject =>
    written.findLast(
      (one) => own(one, 'name') === parameter.name && own(one, 'in') === parameter.in,
    ) ?? {}
}

/** The example that the contract has itself: one that was made up shows in the samples. */
const writtenExample = (document: JsonObject, parameter: JsonObject): readonly string[] => {
  const example = own(parameter, 'example')
  if (example !== undefined) return [`Example: ${valueText(example)}`]
  const [first] = Object.values(objectOrEmpty(own(parameter, 'examples')))
  const value = own(follow(document, first), 'value')
  return value === undefined ? [] : [`Example: ${valueText(value)}`]
}

const parameterItem = (document: JsonObject, parameter: Parameter, written: JsonObject): Item => {
  const { schema, lookup } = parameter.schema
  const own = writtenExample(document, written)
  const facts = factLines(schema, lookup)
  return {
    label: `**${code(parameter.name)}**`,
    schema,
    lookup,
    written,
    marks: [parameter.required ? 'required' : '', parameter.deprecated ? 'deprecated' : ''],
    description: stringOr(written['description']),
    facts: [...facts.filter((line) => own.length === 0 || !line.startsWith('Example:')), ...own],
  }
}

const parametersText = (contract: Contract, operation: Operation, budget: RowBudget): string => {
  const written = writtenParameters(contract, operation)
  return blocks(
    ...Object.entries(headings).map(([location, heading]) => {
      const parameters = operation.parameters.filter((one) => one.in === location)
      if (parameters.length === 0) return ''
      const items = parameters.map((one) => parameterItem(contract.document, one, written(one)))
      return blocks(`### ${heading}`, itemsText(items, 'request', budget))
    }),
  )
}

/** A body of several media types with one and the same schema is told once. */
const byShape = ({ contents }: RequestBody) => {
  const shapes = new Map<string, { types: string[]; content: RequestBody['contents'][number] }>()
  for (const content of contents) {
    const { schema, lookup } = content.schema ?? {}
    const shape = isObject(schema) && lookup ? JSON.stringify(schema) : content.mediaType
    const known = shapes.get(shape)
    if (known) known.types.push(content.mediaType)
    else shapes.set(shape, { types: [content.mediaType], content })
  }
  return [...shapes.values()]
}

const bodyText = (
  { document }: Contract,
  { pointer, body }: Operation,
  budget: RowBudget,
): string => {
  if (!body) return ''
  const written = follow(document, own(follow(document, valueAt(document, pointer)), 'requestBody'))
  const contents = byShape(body).map(({ types, content }) => {
    const { schema, lookup } = content.schema ?? content.itemSchema ?? {}
    return blocks(
      bodyHead(types, schema, lookup),
      lookup ? schemaText(schema, lookup, 'request', budget) : '',
    )
  })
  return blocks(
    `### Body`,
    [body.required ? 'Required.' : 'Optional.', decided(written)].filter(Boolean).join(' '),
    quoted(stringOr(written['description'])),
    ...contents,
  )
}

/** What a request of an operation consists of. */
export const requestText = (contract: Contract, operation: Operation, budget: RowBudget): string =>
  blocks(parametersText(contract, operation, budget), bodyText(contract, operation, budget)) ||
  'It has no parameters and no body.'
