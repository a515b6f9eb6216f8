import type { Contract, Operation } from '../contract/contract.js'
import { inertJson } from './inert-json.js'
import { operationRequest } from './operation-request.js'
import { describeOperation } from './describe-operation.js'
import { payloadText } from './payload.js'
import type { SampleBody, SamplePart, SampleRequest } from './sample-request.js'
import { SampleVariables } from './sample-variables.js'

/** What a program that reads the file takes for its own: separators, comments, variables, files, scripts. */
const meant = /^\s*(?:#|\/\/|@|<[\s@>]|>|\?\?|HTTP\/)|\{\{|\{%/m

const isInert = (text: string): boolean => !meant.test(text)

/** A line of text, of which nothing is a variable. */
const oneLine = (text: string): string =>
  text.replace(/\s+/g, ' ').replaceAll('{{', '{ {').replaceAll('{%', '{ %').trim()

/** A value that cannot stand in the file is one that the reader has in a file. */
const inertPart = (part: SamplePart): SamplePart =>
  part.kind === 'file' || isInert(part.value)
    ? part
    : { ...part, kind: 'file', fileName: `${part.name.replace(/\W+/g, '-')}.txt` }

const bodyText = (body: SampleBody): string => {
  if (body.kind === 'json') return inertJson(body.text)
  if (body.kind === 'multipart')
    return (
      payloadText({ ...body, parts: body.parts.map(inertPart) })?.replace(/^< /gm, '< ./') ?? ''
    )
  if (body.kind === 'file') return `< ./${body.fileName}`
  const text = payloadText(body) ?? ''
  return body.kind === 'form' || isInert(text) ? text : '< ./body.txt'
}

/** The type of a multipart form says what stands between its parts. */
const contentType = ({ kind, mediaType }: SampleBody): string =>
  kind === 'multipart' ? `${mediaType}; boundary=boundary` : mediaType

const headerLines = (request: SampleRequest, variables: SampleVariables): readonly string[] => {
  const { headers, basic, body } = request
  const user = basic && `${basic.user} ${basic.password}`
  return [
    ...(user ? [`Authorization: Basic ${variables.withCredentials(user)}`] : []),
    ...headers
      .filter(([, value]) => !value.includes('{{'))
      .map(([name, value]) => `${name}: ${variables.withCredentials(value)}`),
    ...(body ? [`Content-Type: ${contentType(body)}`] : []),
  ]
}

const section = async (
  contract: Contract,
  operation: Operation,
  variables: SampleVariables,
): Promise<string> => {
  const request = await operationRequest(contract, operation, '')
  const [path = '', query] = request.url.split(/(\?.*)/s)
  const url = variables.withPathValues(path, operation) + variables.withCredentials(query ?? '')
  const { body } = request
  return [
    `### ${oneLine(describeOperation(contract, operation).name)}`,
    `# @name ${operation.id.replace(/\W+/g, '_')}`,
    `${request.method} {{baseUrl}}${url}`,
    ...headerLines(request, variables),
    ...(body ? ['', bodyText(body)] : []),
    '',
  ].join('\n')
}

/**
 * A contract as a `.http` file, as the REST Client of VS Code and the HTTP Client of JetBrains read it:
 * a request for each operation, credentials and the server as variables at its beginning. `base` is the
 * URL of the server; `operations` those that are written.
 */
export const httpFile = async (
  contract: Contract,
  base: string,
  operations = contract.operations,
): Promise<string> => {
  const variables = new SampleVariables(base)
  const sections: string[] = []
  for (const operation of operations) sections.push(await section(contract, operation, variables))
  const head = [
    `# ${oneLine(`${contract.title} ${contract.version}`)}`,
    ...variables.entries.map(([name, value]) => `@${name} = ${value}`),
    '',
  ]
  return [head.join('\n'), ...sections].join('\n')
}
