import { SetupError } from '../../errors.js'
import { isObject, own, type JsonObject } from '../../lib/json-object.js'
import { pointer as pointerOf } from '../../lib/json-pointer.js'
import type { ParsedText } from '../../contract/source-document.js'
import type { ArazzoDocument, Workflow, WorkflowStep } from './arazzo-document.js'

type Place = ParsedText['place']

/** What is wrong with an Arazzo document, at its place. */
export const workflowFault = (reason: string, place: ReturnType<Place>, fix?: string): SetupError =>
  new SetupError('workflow-invalid', reason, place, fix)

const textIn = (value: JsonObject, name: string, at: string, place: Place): string => {
  const text = own(value, name)
  if (typeof text === 'string' && text !== '') return text
  throw workflowFault(`${name} is missing, or no text`, place(at))
}

const listIn = (
  value: JsonObject,
  name: string,
  at: string,
  place: Place,
): readonly JsonObject[] => {
  const list = own(value, name)
  if (!Array.isArray(list) || list.length === 0)
    throw workflowFault(
      `${name} is no list with anything in it`,
      place(Object.hasOwn(value, name) ? at + pointerOf(name) : at),
    )
  return list.map((item: unknown, index) => {
    if (isObject(item)) return item
    throw workflowFault(`An item of ${name} is no object`, place(at + pointerOf(name, index)))
  })
}

const unique = (names: readonly string[], what: string, at: string, place: Place): void => {
  const twice = names.findIndex((name, index) => names.indexOf(name) < index)
  if (twice >= 0)
    throw workflowFault(`The ${what} ${names[twice]} is used twice`, place(at + pointerOf(twice)))
}

const stepOf = (value: JsonObject, at: string, place: Place): WorkflowStep => {
  const targets = ['operationId', 'operationPath', 'workflowId', 'channelPath']
  const named = targets.filter((name) => Object.hasOwn(value, name))
  if (named.length !== 1)
    throw workflowFault(
      `A step names one of operationId, operationPath and workflowId; this names ${named.join(', ') || 'none'}`,
      place(at),
    )
  return { stepId: textIn(value, 'stepId', at, place), value, pointer: at }
}

const workflowOf = (value: JsonObject, at: string, place: Place): Workflow => {
  const workflowId = textIn(value, 'workflowId', at, place)
  const steps = listIn(value, 'steps', at, place).map((step, index) =>
    stepOf(step, at + pointerOf('steps', index), place),
  )
  unique(
    steps.map(({ stepId }) => stepId),
    'stepId',
    `${at}/steps`,
    place,
  )
  const depends = own(value, 'dependsOn') ?? []
  if (!Array.isArray(depends) || !depends.every((name) => typeof name === 'string'))
    throw workflowFault('dependsOn is no list of names', place(`${at}/dependsOn`))
  return { workflowId, steps, dependsOn: depends as string[], value, pointer: at }
}

/** Refuses what depends on itself, or on what there is not. */
const requireOrder = (workflows: readonly Workflow[], place: Place): void => {
  const byId = new Map(workflows.map((one) => [one.workflowId, one]))
  const visit = (one: Workflow, above: readonly string[]): void => {
    if (above.includes(one.workflowId))
      throw workflowFault(`${one.workflowId} depends on itself`, place(one.pointer))
    for (const [index, name] of one.dependsOn.entries()) {
      const next = byId.get(name)
      if (!next)
        throw workflowFault(
          `There is no workflow ${name} in this document`,
          place(`${one.pointer}/dependsOn/${index}`),
        )
      visit(next, [...above, one.workflowId])
    }
  }
  for (const one of workflows) visit(one, [])
}

/**
 * Reads an Arazzo document of version 1.0 or 1.1.
 * @throws SetupError `workflow-invalid`, with the place of what is wrong.
 */
export const readArazzo = ({ value, place }: ParsedText, file: string): ArazzoDocument => {
  if (!isObject(value)) throw workflowFault('The document is no object', place(''))
  const version = own(value, 'arazzo')
  if (typeof version !== 'string' || !/^1\.[01](\.|$)/.test(version))
    throw workflowFault(
      version === undefined
        ? 'It is no Arazzo document: arazzo is missing'
        : `Arazzo ${String(version)} is not known`,
      place(version === undefined ? '' : '/arazzo'),
      'Write arazzo: 1.0.1 at its beginning.',
    )
  listIn(value, 'sourceDescriptions', '', place)
  const workflows = listIn(value, 'workflows', '', place).map((one, index) =>
    workflowOf(one, pointerOf('workflows', index), place),
  )
  unique(
    workflows.map(({ workflowId }) => workflowId),
    'workflowId',
    '/workflows',
    place,
  )
  requireOrder(workflows, place)
  return { file, root: value, workflows, place }
}
