import { documentedTags } from '../contract/documented-tags.js'
import type { Contract, Operation } from '../contract/contract.js'
import type { JsonObject } from '../lib/json-object.js'
import { operationRequest } from './operation-request.js'
import { describeOperation } from './describe-operation.js'
import { postmanBody } from './postman-body.js'
import { postmanUrl } from './postman-url.js'
import { requestHeaders } from './request-headers.js'
import type { SampleHeader, SampleRequest } from './sample-request.js'
import { SampleVariables } from './sample-variables.js'

/** What a collection says to be (Postman Collection Format 2.1.0). */
const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'

const bearer = /^Bearer (.*)$/i

const attributes = (values: Readonly<Record<string, string>>): readonly JsonObject[] =>
  Object.entries(values).map(([key, value]) => ({ key, value, type: 'string' }))

/** How Postman sends the credentials, and the headers that are left. */
const authOf = (
  { headers, basic }: SampleRequest,
  variables: SampleVariables,
): { readonly auth: JsonObject; readonly rest: readonly SampleHeader[] } => {
  const at = headers.findIndex(
    ([name, value]) => name.toLowerCase() === 'authorization' && bearer.test(value),
  )
  if (basic) {
    const username = variables.withCredentials(basic.user)
    const password = variables.withCredentials(basic.password)
    const auth = { type: 'basic', basic: attributes({ username, password }) }
    return { auth, rest: headers }
  }
  const [, token] = bearer.exec(headers[at]?.[1] ?? '') ?? []
  if (token === undefined) return { auth: { type: 'noauth' }, rest: headers }
  const auth = { type: 'bearer', bearer: attributes({ token: variables.withCredentials(token) }) }
  return { auth, rest: headers.filter((_, index) => index !== at) }
}

const none = { headers: [], query: [], cookies: [] }

/** Headers that may be sent, switched off. */
const optionalHeaders = ({ parameters }: Operation, sent: readonly SampleHeader[]) =>
  requestHeaders(
    parameters.filter(({ in: place }) => place === 'header'),
    none,
  )
    .filter(([name]) => !sent.some(([taken]) => taken.toLowerCase() === name.toLowerCase()))
    .map(([key, value]) => ({ key, value, disabled: true }))

const itemOf = async (
  contract: Contract,
  operation: Operation,
  variables: SampleVariables,
): Promise<JsonObject> => {
  const request = await operationRequest(contract, operation, '{{baseUrl}}')
  const { name, description } = describeOperation(contract, operation)
  const { auth, rest } = authOf(request, variables)
  const { body } = request
  // Of forms Postman knows the type, and the boundary as well.
  const typed = body && body.kind !== 'form' && body.kind !== 'multipart'
  const headers = [
    ...rest.map(([key, value]) => ({ key, value: variables.withCredentials(value) })),
    ...(typed ? [{ key: 'Content-Type', value: body.mediaType }] : []),
    ...optionalHeaders(operation, request.headers),
  ]
  return {
    name,
    request: {
      method: request.method,
      header: headers,
      url: postmanUrl(request.url, operation, variables),
      ...(body && { body: postmanBody(body) }),
      auth,
      ...(description !== undefined && { description }),
    },
    response: [],
  }
}

/** A folder for each tag, in the order of the document; what has none stands beside them. */
const folders = (
  contract: Contract,
  items: readonly (readonly [tag: string | undefined, item: JsonObject])[],
): readonly JsonObject[] => {
  const known = documentedTags(contract)
  const tags = new Set([...known.keys(), ...items.flatMap(([tag]) => tag ?? [])])
  const inFolders = [...tags].flatMap((tag) => {
    const item = items.filter(([name]) => name === tag).map(([, one]) => one)
    const description = known.get(tag)
    return item.length === 0
      ? []
      : [{ name: tag, ...(description !== undefined && { description }), item }]
  })
  return [...inFolders, ...items.filter(([tag]) => tag === undefined).map(([, item]) => item)]
}

/**
 * A contract as a Postman collection (format 2.1.0): a folder for each tag, credentials and the server
 * as variables. `base` is the URL of the server; `operations` those that are written.
 */
export const postmanCollection = async (
  contract: Contract,
  base: string,
  operations = contract.operations,
): Promise<JsonObject> => {
  const variables = new SampleVariables(base)
  const items: (readonly [string | undefined, JsonObject])[] = []
  for (const operation of operations) {
    const { tag } = describeOperation(contract, operation)
    items.push([tag, await itemOf(contract, operation, variables)])
  }
  const description = (contract.document['info'] as JsonObject | undefined)?.['description']
  return {
    info: {
      name: contract.title,
      ...(typeof description === 'string' && { description }),
      version: contract.version,
      schema,
    },
    item: folders(contract, items),
    variable: variables.entries.map(([key, value]) => ({ key, value, type: 'string' })),
  }
}
