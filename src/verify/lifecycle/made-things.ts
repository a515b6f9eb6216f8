import type { Operation } from '../../contract/contract.js'
import type { Resource } from '../../resources/resource-model.js'
import { validDraft } from '../plan/valid-draft.js'
import type { RequestDraft } from '../request-draft.js'
import type { Stage } from '../stage.js'
import { placeOfDraft } from './draft-place.js'
import { isBelow, type PathPlace, shapeOf, valuesFor } from './path-place.js'
import { mainOf, operationsOf } from './resource-operations.js'

interface Remembered {
  readonly resource: Resource
  readonly place: PathPlace
}

const keyOf = ({ place: { template, values } }: Remembered): string =>
  [shapeOf(template), ...values.map(String)].join('\n')

/** Everything that was made on the server, so that it can be taken away again. */
export class MadeThings {
  readonly #way: Pick<Stage, 'model' | 'unjudged'>
  readonly #made = new Map<string, Remembered>()

  constructor(way: Pick<Stage, 'model' | 'unjudged'>) {
    this.#way = way
  }

  readonly add = (resource: Resource, place: PathPlace): void => {
    const one = { resource, place }
    this.#made.set(keyOf(one), one)
  }

  /** What was deleted is gone, with what lies below it. */
  readonly forget = (draft: RequestDraft): void => {
    const gone = placeOfDraft(draft)
    for (const [key, { place }] of this.#made) if (isBelow(place, gone)) this.#made.delete(key)
  }

  /**
   * Deletes what was made: first what lies below nothing else that was made, as much often goes with it;
   * then what is still there, the last first. How many are left.
   */
  readonly removeAll = async (): Promise<number> => {
    for (const [key, one] of [...this.#made])
      if (this.#made.has(key) && !this.#isCovered(one) && (await this.#take(one)))
        this.#made.delete(key)
    let left = 0
    for (const [key, one] of [...this.#made].reverse())
      if (this.#made.delete(key) && !(await this.#take(one))) left++
    return left
  }

  /** Takes away at once what was made at a place. */
  readonly remove = async (place: PathPlace): Promise<void> => {
    for (const [key, one] of [...this.#made])
      if (isBelow(one.place, place) && isBelow(place, one.place) && (await this.#take(one)))
        this.#made.delete(key)
  }

  #isCovered({ place }: Remembered): boolean {
    return [...this.#made.values()].some(
      (other) => other.place !== place && isBelow(place, other.place),
    )
  }

  /** True when it is gone, or was before. */
  async #take({ resource, place }: Remembered): Promise<boolean> {
    const remove = mainOf(operationsOf(this.#way.model, resource), 'delete', resource)
    return remove !== undefined && this.#remove(remove.operation, place)
  }

  async #remove(operation: Operation, place: PathPlace): Promise<boolean> {
    const subject = { path: valuesFor(operation.path, [place]), isOwn: true }
    const draft = await validDraft(operation, { subject, values: 'documented', seed: '' })
    const { isSuccess, status } = await this.#way.unjudged(draft)
    if (isSuccess) this.forget(draft)
    return isSuccess || status === 404 || status === 410
  }
}
