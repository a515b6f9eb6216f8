import type { RequestDraft } from '../request-draft.js'
import type { ValuePlace } from './value-places.js'
import type { Variation } from './variation.js'

/**
 * Which values a plan has at which places of which schemas: operations that share a schema are each sent
 * what the others were not, before the same again.
 */
export class SentBefore {
  readonly #known = new Set<string>()

  /** True when an earlier operation is sent the same at the same place of the same schema. */
  has(draft: RequestDraft, place: ValuePlace, variation: Variation): boolean {
    return this.#known.has(keyOf(draft, place, variation))
  }

  add(draft: RequestDraft, place: ValuePlace, variation: Variation): void {
    this.#known.add(keyOf(draft, place, variation))
  }
}

const keyOf = (
  { content }: RequestDraft,
  { parameter, pointer, location }: ValuePlace,
  { name }: Variation,
): string => {
  const schema = parameter ? parameter.schema : content?.schema
  return [location, pointer, name, JSON.stringify(schema?.schema)].join(' ')
}
