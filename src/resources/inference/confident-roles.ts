import type { FoundRole } from './found-role.js'
import { inferCollectionRoles } from './infer-collection-roles.js'
import { inferItemRoles } from './infer-item-roles.js'
import type { KnownDraft } from './known-draft.js'
import type { ResourceDraft } from './resource-draft.js'
import { leastConfidence } from '../resource-model.js'

const isKnown = (draft: ResourceDraft): draft is KnownDraft =>
  draft.record !== undefined && draft.identity !== undefined

/** Where nothing lists, makes or puts items, no request could know which there are. */
const makesKnown = ({ role, confidence }: FoundRole): boolean =>
  confidence >= leastConfidence && (role === 'list' || role === 'create' || role === 'upsert')

const doubted = (role: FoundRole, why: string): FoundRole =>
  role.confidence < leastConfidence
    ? role
    : { ...role, confidence: 0.4, reason: `${role.reason}; but ${why}` }

/** What the operations of a collection do, less sure where all of them together make no sense. */
export const confidentRoles = (draft: ResourceDraft): readonly FoundRole[] => {
  const ofCollection = inferCollectionRoles(draft)
  if (draft.paths.item && !isKnown(draft))
    return ofCollection.map((role) => doubted(role, 'no property holds the identity of an item'))
  const roles = [
    ...ofCollection,
    ...(draft.paths.item && isKnown(draft) ? inferItemRoles(draft) : []),
  ]
  if (roles.some(makesKnown)) return roles
  return roles.map((role) => doubted(role, 'nothing lists or makes such items'))
}
