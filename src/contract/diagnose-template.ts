import type { Operation, PathEntry } from './contract.js'
import type { NoteAt } from './diagnose-object.js'
import { pointer as pointerOf } from '../lib/json-pointer.js'

const fixDuplicateId = 'Give each operation an operationId of its own: the first one keeps it.'
const fixDuplicatePath = 'Write one path for both: the names in braces make no difference.'

/** Checks that the template of a path and the parameters of an operation name the same things. */
export const diagnoseTemplate = (
  { names, template }: PathEntry,
  operation: Operation,
  note: NoteAt,
): void => {
  if (operation.fault) return
  const described = operation.parameters.filter((one) => one.in === 'path').map((one) => one.name)
  for (const name of names.filter((one) => !described.includes(one)))
    note(
      'contract-path',
      `The parameter {${name}} of ${template} is not described`,
      operation.pointer,
    )
  for (const name of described.filter((one) => !names.includes(one)))
    note(
      'contract-path',
      `The path ${template} has no {${name}}`,
      operation.pointer,
      `Remove the parameter ${name}, or write {${name}} in the path.`,
    )
}

/** Checks that no two paths and no two ids are the same. */
export const diagnoseDuplicates = (paths: readonly PathEntry[], note: NoteAt): void => {
  const templates = new Map<string, string>()
  const ids = new Map<string, Operation>()
  for (const { template, methods } of paths) {
    const shape = template.replace(/\{[^{}]*\}/g, '{}')
    const first = templates.get(shape)
    if (first === undefined) templates.set(shape, template)
    else
      note(
        'contract-duplicate',
        `${template} is the same path as ${first}`,
        pointerOf('paths', template),
        fixDuplicatePath,
      )
    for (const operation of methods.values()) {
      const known = ids.get(operation.id)
      if (known === undefined) ids.set(operation.id, operation)
      else
        note(
          'contract-duplicate',
          `The operationId ${operation.id} is also that of ${known.method} ${known.path}`,
          `${operation.pointer}/operationId`,
          fixDuplicateId,
        )
    }
  }
}
