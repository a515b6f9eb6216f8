import type { Contract } from '../../contract/contract.js'
import type { Inference } from '../../resources/resource-model.js'
import type { RequestDraft } from '../request-draft.js'
import type { Sent } from '../stage.js'
import { linkedPath, linksOf } from './documented-links.js'
import { factsOf } from './facts-of.js'
import { saidIn } from './fresh-draft.js'
import { locationPath, placeOfPath } from './place-of-path.js'
import { namesIn, type PathPlace } from './path-place.js'
import { identityIn, isName, itemPlace, recordIn } from './thing.js'

/** Where a new thing is, and what it is called. */
export interface CreatedPlace {
  readonly place: PathPlace
  readonly identity: readonly unknown[]
}

interface Creation {
  readonly contract: Contract
  readonly inference: Inference
  readonly draft: RequestDraft
  readonly sent: Sent
}

const named = ({ inference }: Creation, place: PathPlace): CreatedPlace | undefined => {
  const names = namesIn(place.template)
  const own = inference.resource.identity?.parameters ?? []
  const identity = own.map((name) => place.values[names.indexOf(name)])
  return identity.every(isName) && place.values.every(isName) ? { place, identity } : undefined
}

const byLink = (creation: Creation): CreatedPlace | undefined => {
  const { contract, draft, sent, inference } = creation
  const { itemPath } = inference.resource
  const facts = factsOf(draft, sent)
  for (const link of linksOf(contract, draft.operation, sent.status)) {
    if (link.target.path !== itemPath) continue
    const path = linkedPath(link, facts)
    const values = namesIn(itemPath).map((name) => path?.get(name))
    const found = named(creation, { template: itemPath, values })
    if (found) return found
  }
  return undefined
}

const byLocation = (creation: Creation): CreatedPlace | undefined => {
  const { itemPath } = creation.inference.resource
  const path = locationPath(creation.sent)
  const place =
    itemPath !== undefined && path !== undefined
      ? placeOfPath(creation.contract, path, itemPath)
      : undefined
  return place && named(creation, place)
}

const byIdentity = (
  { inference }: Creation,
  scope: PathPlace,
  identity: readonly unknown[] | undefined,
): CreatedPlace | undefined =>
  identity && { place: itemPlace(inference.resource, scope, identity), identity }

/**
 * Where a thing is that was made, as the server says it: by a link, by Location, by the identity in the
 * answer; else as the request has named it. Undefined when nothing says it.
 */
export const createdPlace = (creation: Creation, scope: PathPlace): CreatedPlace | undefined => {
  const { inference, draft, sent } = creation
  const { resource, named: shownAt } = inference
  const shown = identityIn(resource, recordIn(inference, sent.body), shownAt)
  return (
    byLink(creation) ??
    byLocation(creation) ??
    byIdentity(creation, scope, shown) ??
    byIdentity(creation, scope, identityIn(resource, saidIn(inference, draft)))
  )
}
