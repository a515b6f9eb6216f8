import type { Contract, Operation } from '../contract/contract.js'
import { leastConfidence, type ResourceModel, type Role } from '../resources/resource-model.js'
import { createContractState } from '../resources/records/resource-state.js'
import { chooseContent, chooseResponse } from '../mock/choose-response.js'
import { SetupError } from '../errors.js'
import { codeOf, quoted } from './code-of.js'
import { documentedBody } from './reply-line.js'
import { ejectRole } from './eject-roles.js'
import { HandlerCode, resourceCode } from './handler-code.js'

/** What handlers are written of. */
export interface HandlersSource {
  readonly contract: Contract
  readonly model: ResourceModel
  /** What messages call the contract. */
  readonly name: string
}

/** How handlers are written. */
export interface HandlersStyle {
  /** TypeScript; else JavaScript with its types in a comment. */
  readonly isTyped: boolean
  /** Where the types are: what `openapi-sandbox types` has written. */
  readonly types: string
}

/** What an operation of which nothing is known answers: what is documented. */
const ejectDocumented = async (code: HandlerCode): Promise<void> => {
  const { contract, operation } = code
  const { status, response, borrowed } = chooseResponse(contract, operation, undefined)
  const body = await documentedBody(operation, chooseContent(response, undefined))
  const words = [String(borrowed ? 204 : status), ...(body === undefined ? [] : [codeOf(body)])]
  code.add(`return ${code.use('reply')}(${words.join(', ')})`)
}

const deeds: Readonly<Record<Role, string>> = {
  ...{ list: 'lists', create: 'adds to', read: 'shows one of', replace: 'replaces one of' },
  ...{ merge: 'changes one of', delete: 'deletes one of', upsert: 'puts one of' },
  ...{ exists: 'looks for one of', action: 'acts on one of' },
  ...{ 'bulk-create': 'adds several to', 'bulk-delete': 'deletes several of' },
}

const commentOf = ({ method, path }: Operation, what: string): string =>
  `${method} ${path}: ${what}.`.replaceAll('*/', '*\\/')

const handlerText = async (
  { contract, model }: HandlersSource,
  operation: Operation,
  { isTyped }: HandlersStyle,
): Promise<string> => {
  const code = new HandlerCode(contract, operation, isTyped)
  const inference = model.inferenceOf(operation.id)
  const state =
    inference && inference.confidence >= leastConfidence
      ? createContractState(contract.slug, model).resource(inference.resource.name)
      : undefined
  if (!inference || !state) {
    await ejectDocumented(code)
    return code.text(commentOf(operation, 'what is documented'))
  }
  const part = resourceCode(code, inference, state)
  await ejectRole[inference.role](part)
  const { role, resource } = inference
  return code.text(commentOf(operation, `${deeds[role]} ${resource.name}`))
}

/** The contract may be at fault in one place: the other operations are served, and written. */
const attempt = async (
  source: HandlersSource,
  operation: Operation,
  style: HandlersStyle,
): Promise<string> => {
  try {
    return await handlerText(source, operation, style)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    return `  // ${commentOf(operation, `not written, ${error.message}`)}`.replaceAll('\n', ' ')
  }
}

/** A module that exports handlers of operations which do what is inferred of them. */
export const handlersModule = async (
  source: HandlersSource,
  operations: readonly Operation[],
  style: HandlersStyle,
): Promise<string> => {
  const handlers: string[] = []
  for (const operation of operations) handlers.push(await attempt(source, operation, style))
  const { isTyped, types } = style
  const head = `// written by openapi-sandbox eject from ${source.name}; it is yours to change\n`
  const imported = isTyped ? `import type { Handlers } from ${quoted(types)}\n\n` : ''
  const typed = isTyped ? '' : `/** @type {Partial<import(${quoted(types)}).Handlers>} */\n`
  const end = isTyped ? '} satisfies Partial<Handlers>' : '}'
  return `${head}${imported}${typed}export const handlers = {\n${handlers.join('\n')}\n${end}\n`
}
