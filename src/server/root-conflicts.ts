import type { Operation } from '../contract/contract.js'
import { candidatesByShape, type Candidate } from './area.js'
import type { Surface } from './surface.js'

/** An operation that a contract named before has as well: the root answers with that one. */
export interface RootConflict {
  /** The surface and its operation that the root does not answer. */
  readonly surface: Surface
  readonly operation: Operation
  /** The contract and its operation that answers in its place. */
  readonly winner: Surface
  readonly winning: Operation
}

const conflictsAt = (candidates: readonly Candidate[]): readonly RootConflict[] => {
  const answering = new Map<string, { readonly winner: Surface; readonly winning: Operation }>()
  const found: RootConflict[] = []
  for (const { surface, entry } of candidates)
    for (const [method, operation] of entry.methods) {
      const first = answering.get(method)
      if (!first) answering.set(method, { winner: surface, winning: operation })
      else if (first.winner !== surface) found.push({ surface, operation, ...first })
    }
  return found
}

/** Which operations of surfaces at one base path are answered by a surface in front of theirs. */
export const rootConflicts = (surfaces: readonly Surface[]): readonly RootConflict[] =>
  surfaces.length < 2 ? [] : [...candidatesByShape(surfaces).values()].flatMap(conflictsAt)
