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

  /** Deletes what was made, the last first; how many are left. */
  readonly removeAll = async (): Promise<number> => {
    let left = 0
    for (const [key, { resource, place }] of [...this.#made].reverse()) {
      if (!this.#made.delete(key)) continue
      const remove = mainOf(operationsOf(this.#way.model, resource), 'delete', resource)
      const isGone = remove !== undefined && (await this.#remove(remove.operation, place))
      if (!isGone) left++
    }
    return left
  }

  async #remove(operation: Operation, place: PathPlace): Promise<boolean> {
    const subject = { path: valuesFor(operation.path, [place]), isOwn: true }
    const draft = await validDraft(operation, { subject, values: 'documented', seed: '' })
    const { isSuccess, status } = await this.#way.unjudged(draft)
    if (isSuccess) this.forget(draft)
    return isSuccess || status === 404 || status === 410
  }
}
