import type { Contract } from '../contract/contract.js'
import type { Inference, Resource, ResourceModel, Role } from './resource-model.js'
/** stub */
export const inferResources = (contract: Contract): ResourceModel => {
  const resources = new Map<string, Resource>()
  const inferences = new Map<string, Inference>()
  for (const op of contract.operations) {
    const item = /\}$/.test(op.path)
    const collectionPath = item ? op.path.replace(/\/\{[^}]*\}$/, '') : op.path
    const name = collectionPath.replace(/\/\{[^}]*\}/g, '').slice(1)
    const param = contract.paths.find(
      (p) => p.template.replace(/\/\{[^}]*\}$/, '') === collectionPath && /\}$/.test(p.template),
    )
    if (!param) continue
    const resource: Resource = resources.get(name) ?? {
      name,
      collectionPath,
      itemPath: param.template,
      isSingleton: false,
      identity: { parameters: [param.names.at(-1)!], properties: [['id']], origin: 'counter' },
    }
    resources.set(name, resource)
    const role = (
      item
        ? { GET: 'read', PUT: 'replace', PATCH: 'merge', DELETE: 'delete' }
        : ({ GET: 'list', POST: 'create' } as Record<string, string>)
    )[op.method as 'GET'] as Role
    if (!role) continue
    const r = op.responses.find((x) => /^2/.test(x.key))
    const c = op.body?.contents[0]
    inferences.set(op.id, {
      operation: op,
      role,
      resource,
      confidence: 1,
      reason: '',
      ...(c && { request: { content: c, at: [] } }),
      ...(r && {
        response: {
          status: Number(r.key),
          response: r,
          ...(r.contents[0] && { content: r.contents[0], at: [] }),
        },
      }),
      ...(role === 'list' && { envelope: { items: [] }, list: { filters: [] } }),
    })
  }
  return { resources, inferences }
}
