import type { FoundRole } from './found-role.js'
import { lastLiteral } from './path-families.js'
import type { Resource } from '../resource-model.js'

/** A resource and what operations were found to do to it. */
export interface FoundResource {
  readonly resource: Resource
  /** The singular of what it holds. */
  readonly noun: string
  readonly roles: readonly FoundRole[]
  /** Of two resources that an operation may act on, the one with the lower number is preferred. */
  readonly order: number
}

/** What was found of a contract; each part when it is first asked for. */
export interface FoundResources {
  /** All of them, one after the other, in no order: the ones that are found quickest first. */
  readonly each: () => Iterable<FoundResource>
  /** Those that may have a role for the operation. */
  readonly near: (operation: string) => readonly FoundResource[]
  /** Those, among others, that have this name. */
  readonly named: (name: string) => readonly FoundResource[]
  /** The literals that paths of resources end in, parameters left out. */
  readonly literals: () => ReadonlySet<string>
  /** Those, among others, whose path ends in the literal. */
  readonly endingIn: (literal: string) => readonly FoundResource[]
  /** Those, among others, that lie below the resource. */
  readonly below: (name: string) => readonly FoundResource[]
}

/** Resources that are all known already. */
export const knownResources = (all: readonly FoundResource[]): FoundResources => {
  const byOperation = new Map<string, FoundResource[]>()
  for (const found of all)
    for (const id of new Set(found.roles.map(({ view }) => view.operation.id))) {
      const known = byOperation.get(id)
      if (known) known.push(found)
      else byOperation.set(id, [found])
    }
  return {
    each: () => all,
    near: (operation) => byOperation.get(operation) ?? [],
    named: () => all,
    literals: () => new Set(all.map(({ resource }) => lastLiteral(resource.name))),
    endingIn: () => all,
    below: () => all,
  }
}
