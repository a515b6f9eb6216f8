import type { RequestDraft } from '../request-draft.js'
import { namesIn, type PathPlace } from './path-place.js'

/** Where a request goes: the path of its operation and the values in it. */
export const placeOfDraft = ({ operation, parameters }: RequestDraft): PathPlace => {
  const values = new Map(
    [...parameters].flatMap(([{ in: at, name }, value]) =>
      at === 'path' ? [[name, value] as const] : [],
    ),
  )
  const { path } = operation
  return { template: path, values: namesIn(path).map((name) => values.get(name)) }
}
