import type { Contract, Operation } from '../../contract/contract.js'
import { SetupError } from '../../errors.js'
import { unknownName, type Correction, type Corrections } from './correction.js'
import type { FoundResource } from './found-resource.js'
import type { FoundRole } from './found-role.js'
import { findRecord } from './find-record.js'
import { operationView, type OperationView } from './operation-view.js'
import type { DocumentReader } from './schema-view.js'

/** An operation's role as a person says it: where records stand in its bodies is still inferred. */
const saidRole = (
  view: OperationView,
  role: FoundRole['role'],
  noun: string,
  known: FoundRole | undefined,
): FoundRole => {
  const base = { view, role, confidence: 1, reason: 'a correction says so' }
  if (known?.role === role) return { ...known, ...base }
  const request = findRecord(view.request?.schema, noun)
  const body = view.response?.body?.schema
  const list = role === 'list' || role === 'bulk-create' ? view.listed(noun) : undefined
  const response = list ? undefined : findRecord(body, noun)
  return {
    ...base,
    ...(request && role !== 'list' && { requestAt: request.at }),
    ...(response && { responseAt: response.at }),
    ...(list && { items: { at: list.items, view: list.view } }),
  }
}

/** The resource that a correction names, or the one the operation belongs to already, or by its path. */
const resourceOf = (
  { resource: name, place }: Correction,
  { path, id }: Operation,
  found: readonly FoundResource[],
): FoundResource => {
  const names = found.map(({ resource }) => resource.name)
  if (name !== undefined) {
    const named = found.find(({ resource }) => resource.name === name)
    if (!named) throw unknownName('resource', name, names, place)
    return named
  }
  const own =
    found.find(({ roles }) => roles.some(({ view }) => view.operation.id === id)) ??
    found.find(({ resource }) => resource.collectionPath === path || resource.itemPath === path)
  if (own) return own
  const fix = `Say which resource it is: ${names.slice(0, 12).join(', ')}.`
  throw new SetupError('state-correction', `${id} belongs to no resource that is known`, place, fix)
}

/** The roles of all resources once corrections have been applied; each operation has one at most. */
export const correctRoles = (
  contract: Contract,
  found: readonly FoundResource[],
  corrections: Corrections,
  reader: DocumentReader,
): readonly FoundResource[] => {
  let current = found
  for (const [id, correction] of corrections) {
    const operation = contract.byId.get(id)
    if (!operation) continue
    const known = found.flatMap(({ roles }) => roles).find(({ view }) => view.operation.id === id)
    const role = correction.role ?? known?.role
    const without = current.map((one) => ({
      ...one,
      roles: one.roles.filter(({ view }) => view.operation.id !== id),
    }))
    if (correction.ignore === true || (role === undefined && correction.resource === undefined)) {
      current = correction.ignore === true ? without : current
      continue
    }
    if (role === undefined)
      throw new SetupError(
        'state-correction',
        `Nothing says what ${id} does`,
        correction.place,
        'Add role: list, create, read, replace, merge, delete, upsert, exists or action.',
      )
    const target = resourceOf(correction, operation, found)
    const view = known?.view ?? operationView(contract, operation, reader)
    const said = saidRole(view, role, target.noun, known)
    current = without.map((one) =>
      one.resource === target.resource ? { ...one, roles: [...one.roles, said] } : one,
    )
  }
  return current
}
