import type { Contract } from '../../contract/contract.js'
import type { FamilyResources } from './family-resources.js'
import type { FoundResource, FoundResources } from './found-resource.js'
import { flatParentNouns, inferPathParent } from './infer-parents.js'
import { lastLiteral, nounOfResource, type PathFamilies, type PathFamily } from './path-families.js'

/** Nouns of families by what is looked up. */
class NounIndex {
  readonly #nouns = new Map<string, Set<string>>()

  add(key: string, noun: string): void {
    this.#nouns.set(key, (this.#nouns.get(key) ?? new Set()).add(noun))
  }
  get(key: string): readonly string[] {
    return [...(this.#nouns.get(key) ?? [])]
  }
}

const collectionsOf = ({ paired, others }: PathFamily) => [
  ...paired.flatMap(({ paths }) => paths.collection ?? []),
  ...others,
]

const segmentsOf = ({ paired, others }: PathFamily) => [
  ...paired.map(({ paths }) => paths.collection?.segments ?? paths.segments),
  ...others.map(({ segments }) => segments),
]

/** The literals that paths of families end in. */
const literalsOf = (families: PathFamilies): ReadonlySet<string> =>
  new Set(
    [...families.byNoun.values()]
      .flatMap(segmentsOf)
      .map((segments) => lastLiteral(segments.map(({ text }) => text).join('/'))),
  )

/** Families by the resource that a path of theirs lies below. */
const pathChildren = (families: PathFamilies): NounIndex => {
  const index = new NounIndex()
  for (const [noun, family] of families.byNoun)
    for (const segments of segmentsOf(family)) {
      const parent = inferPathParent(segments, families)
      if (parent) index.add(parent.resource, noun)
    }
  return index
}

/** Families by the noun of what a flat list of theirs may lie below. */
const flatChildren = (families: PathFamilies): NounIndex => {
  const index = new NounIndex()
  for (const [noun, family] of families.byNoun)
    for (const collection of collectionsOf(family))
      for (const parent of flatParentNouns(collection)) index.add(parent, noun)
  return index
}

/** Families with collections first, and of those the ones with the fewest paths. */
const quickest = ({ byNoun }: PathFamilies): readonly (readonly [string, PathFamily])[] => {
  const effort = ({ paired, others }: PathFamily) =>
    paired.length > 0 ? paired.length + others.length : Infinity
  return [...byNoun].sort(([, a], [, b]) => {
    const [first, second] = [effort(a), effort(b)]
    return first === second ? 0 : first - second
  })
}

/** Resources that are found when something is asked of them that only they can answer. */
export const lazyResources = (
  { byId }: Contract,
  families: PathFamilies,
  resources: FamilyResources,
): FoundResources => {
  let literals: ReadonlySet<string> | undefined
  let children: { readonly byPath: NounIndex; readonly flat: NounIndex } | undefined
  const of = (nouns: Iterable<string>): readonly FoundResource[] =>
    [...new Set(nouns)].flatMap((noun) => resources.of(noun))
  const below = (name: string) => {
    children ??= { byPath: pathChildren(families), flat: flatChildren(families) }
    return of([...children.byPath.get(name), ...children.flat.get(nounOfResource(name))])
  }
  return {
    each: function* () {
      for (const [noun] of quickest(families)) yield* resources.of(noun)
    },
    near: (operation) => of(families.byTemplate.get(byId.get(operation)?.path ?? '') ?? []),
    named: (name) => of([nounOfResource(name)]),
    literals: () => (literals ??= literalsOf(families)),
    endingIn: (literal) => of([nounOfResource(literal)]),
    below,
  }
}
