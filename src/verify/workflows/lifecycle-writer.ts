import type { Contract, Operation } from '../../contract/contract.js'
import { isObject, objectOrEmpty, own, type JsonObject } from '../../lib/json-object.js'
import { pointer, valueAt } from '../../lib/json-pointer.js'
import { valueAtPath, withValueAtPath } from '../../lib/value-path.js'
import type { Inference, Resource, ResourceModel, Role } from '../../resources/resource-model.js'
import { freshDraft, saidIn } from '../lifecycle/fresh-draft.js'
import { namesIn, valuesFor } from '../lifecycle/path-place.js'
import { chosenMembers, isFreeText } from '../lifecycle/record-members.js'
import { mainOf, operationsOf } from '../lifecycle/resource-operations.js'
import { validDraft } from '../plan/valid-draft.js'
import type { RequestDraft } from '../request-draft.js'

/** A thing that earlier steps have made: the expressions that name it. */
interface MadeHere {
  readonly template: string
  readonly values: readonly string[]
}

const nameOf = ({ name }: Resource): string =>
  name.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '')

/** Texts that have to be unique get what tells one run from another. */
const withRun = (inference: Inference, draft: RequestDraft): unknown => {
  const { request } = inference
  const record = saidIn(inference, draft)
  if (!request || !isObject(record)) return draft.body
  return chosenMembers(inference, undefined).reduce<unknown>((body, member) => {
    const text = record[member.name]
    if (typeof text !== 'string') return body
    const unique = text.includes('@')
      ? text.replace('@', '-{$inputs.run}@')
      : isFreeText(member)
        ? `${text.slice(0, 20)} {$inputs.run}`
        : text
    const sample = unique.replace('{$inputs.run}', 'abc123')
    const tried = withValueAtPath(draft.body, [...request.at, member.name], sample)
    const isFine = draft.content?.schema?.isValid(tried) ?? true
    return isFine ? withValueAtPath(body, [...request.at, member.name], unique) : body
  }, draft.body)
}

/** Writes the lifecycle of one resource as a workflow (Arazzo 1.0.1 §4.6.4) with connected steps. */
export class LifecycleWriter {
  readonly #contract: Contract
  readonly #model: ResourceModel
  readonly #steps: JsonObject[] = []
  readonly #undo: JsonObject[] = []

  constructor(contract: Contract, model: ResourceModel) {
    this.#contract = contract
    this.#model = model
  }

  /** The workflow of a resource; undefined when nothing says what a new thing is called. */
  async workflow(resource: Resource): Promise<JsonObject | undefined> {
    const above = await this.#parents(resource)
    const made = above && (await this.#create(resource, above))
    if (!made) return undefined
    const name = nameOf(resource)
    await this.#step(resource, 'read', [made], `read-${name}`)
    await this.#step(resource, 'list', [made, above], `list-${name}`)
    await this.#step(resource, 'replace', [made], `replace-${name}`)
    await this.#step(resource, 'merge', [made], `change-${name}`)
    if (await this.#step(resource, 'delete', [made], `delete-${name}`))
      await this.#step(
        resource,
        'read',
        [made],
        `gone-${name}`,
        '$statusCode == 404 || $statusCode == 410',
      )
    return {
      workflowId: `${name}-lifecycle`,
      summary: `The lifecycle of ${resource.name}`,
      inputs: {
        type: 'object',
        properties: {
          run: {
            type: 'string',
            pattern: '^[a-z0-9]{6}$',
            description: 'Tells one run from another.',
          },
        },
      },
      steps: [...this.#steps, ...this.#undo],
    }
  }

  /** Makes what a resource lies below, the outermost first. */
  async #parents(resource: Resource): Promise<MadeHere | undefined> {
    const nothing = { template: '', values: [] }
    const parent = resource.parent && this.#model.resource(resource.parent.resource)
    if (!parent || parent === resource || namesIn(resource.collectionPath ?? '').length === 0)
      return nothing
    const above = await this.#parents(parent)
    const made = above && (await this.#create(parent, above))
    if (made)
      await this.#step(parent, 'delete', [made], `delete-${nameOf(parent)}`, undefined, this.#undo)
    return made
  }

  async #create(resource: Resource, above: MadeHere): Promise<MadeHere | undefined> {
    const create = mainOf(operationsOf(this.#model, resource), 'create', resource)
    const { identity, itemPath } = resource
    if (!create || !identity || itemPath === undefined) return undefined
    const stepId = `create-${nameOf(resource)}`
    const outputs = this.#outputs(create)
    if (!outputs) return undefined
    const subject = { path: new Map<string, unknown>(), isOwn: true }
    const draft = await freshDraft(create, subject, stepId)
    this.#steps.push({
      ...this.#call(create.operation, stepId, draft, [above]),
      ...this.#body(draft, withRun(create, draft)),
      successCriteria: [{ condition: this.#succeeded(create) }],
      outputs,
    })
    const known = valuesFor(itemPath, [above])
    const values = namesIn(itemPath).map((name) =>
      identity.parameters.includes(name)
        ? `$steps.${stepId}.outputs.${name}`
        : String(known.get(name)),
    )
    return { template: itemPath, values }
  }

  /** Where the answer to a creation names what was made, else where the request does. */
  #outputs({ resource, response, request, named }: Inference): JsonObject | undefined {
    const { identity } = resource
    const found = (identity?.parameters ?? []).map((name, index): [string, string] | undefined => {
      const path = (named ?? identity?.properties)?.[index]
      if (!path) return undefined
      if (response?.at && response.content)
        return [name, `$response.body#${pointer(...response.at, ...path)}`]
      return request && identity?.origin === 'client'
        ? [name, `$request.body#${pointer(...request.at, ...path)}`]
        : undefined
    })
    return found.every((one) => one !== undefined) ? Object.fromEntries(found) : undefined
  }

  async #step(
    resource: Resource,
    role: Role,
    places: readonly MadeHere[],
    stepId: string,
    condition?: string,
    steps: JsonObject[] = this.#steps,
  ): Promise<boolean> {
    const inference = mainOf(operationsOf(this.#model, resource), role, resource)
    if (!inference) return false
    const { operation } = inference
    const known = valuesFor(operation.path, places)
    if (namesIn(operation.path).some((name) => !known.has(name))) return false
    const subject = { path: new Map<string, unknown>(), isOwn: true }
    const values = role === 'replace' || role === 'merge' ? 'fresh' : 'documented'
    const draft = await validDraft(operation, { subject, values, seed: stepId })
    steps.push({
      ...this.#call(operation, stepId, draft, places),
      ...this.#body(draft, this.#ownBody(inference, draft, known)),
      successCriteria: [{ condition: condition ?? this.#succeeded(inference) }],
    })
    return true
  }

  /** The body of a change says the identity that the path says. */
  #ownBody(
    inference: Inference,
    draft: RequestDraft,
    known: ReadonlyMap<string, unknown>,
  ): unknown {
    const { request, resource } = inference
    const { identity } = resource
    return (identity?.properties ?? []).reduce<unknown>(
      (body, path, index) => {
        const value = known.get(identity?.parameters[index] ?? '')
        const isSaid = valueAtPath(saidIn(inference, draft), path) !== undefined
        return request && path.length > 0 && isSaid && value !== undefined
          ? withValueAtPath(body, [...request.at, ...path], value)
          : body
      },
      withRun(inference, draft),
    )
  }

  #succeeded({ response, operation }: Inference): string {
    const documented = operation.responses
      .map(({ key }) => key)
      .filter((key) => /^2\d\d$/.test(key))
    const status = response ? [String(response.status)] : documented
    const all = [...new Set([...documented, ...status])]
    if (all.length === 0) return '$statusCode >= 200 && $statusCode < 300'
    return all.map((code) => `$statusCode == ${code}`).join(' || ')
  }

  #call(
    operation: Operation,
    stepId: string,
    draft: RequestDraft,
    places: readonly MadeHere[],
  ): JsonObject {
    const known = valuesFor(operation.path, places)
    const parameters = [...draft.parameters].map(([{ name, in: place }, value]) => ({
      ...{ name, in: place },
      value: place === 'path' ? (known.get(name) ?? value) : value,
    }))
    const written = objectOrEmpty(valueAt(this.#contract.document, operation.pointer))
    const target = Object.hasOwn(written, 'operationId')
      ? { operationId: own(written, 'operationId') }
      : { operationPath: `{$sourceDescriptions.api.url}#${operation.pointer}` }
    return { stepId, ...target, ...(parameters.length > 0 && { parameters }) }
  }

  #body({ content }: RequestDraft, payload: unknown): JsonObject {
    return content ? { requestBody: { contentType: content.mediaType, payload } } : {}
  }
}
