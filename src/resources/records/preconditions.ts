import type { Operation } from '../../contract/contract.js'
import { Problem } from '../../errors.js'
import type { RequestHeaders } from '../../exchange.js'
import { hashText } from '../../lib/seeded-random.js'
import type { Inference } from '../resource-model.js'
import type { StateRecord } from './state-record.js'

/** The entity tag (RFC 9110 §8.8.3) of a record: another one after each change. */
export const etagOf = ({ key, version, value }: StateRecord): string =>
  `"${version.toString(36)}-${hashText(`${key} ${JSON.stringify(value)}`).toString(36)}"`

const tagsIn = (text: string): readonly string[] =>
  text.split(',').map((tag) => tag.trim().replace(/^W\//, ''))

const includes = (text: string, record: StateRecord | undefined): boolean =>
  record !== undefined && (text.trim() === '*' || tagsIn(text).includes(etagOf(record)))

const documentsHeader = ({ parameters }: Operation, name: string): boolean =>
  parameters.some((one) => one.in === 'header' && one.name.toLowerCase() === name)

/** True when an operation answers with entity tags, or is asked about them. */
export const isTagged = ({ operation, response }: Inference): boolean =>
  response?.response.headers.some(({ name }) => name.toLowerCase() === 'etag') === true ||
  documentsHeader(operation, 'if-match') ||
  documentsHeader(operation, 'if-none-match')

const failed = (detail: string): Problem => new Problem('precondition-failed', { detail })

/**
 * Judges `If-Match` and `If-None-Match` of a request that changes something (RFC 9110 §13.1).
 * @throws Problem `precondition-failed` (412); `precondition-required` (428) where that is documented.
 */
export const requirePreconditions = (
  { operation }: Inference,
  headers: RequestHeaders,
  record: StateRecord | undefined,
): void => {
  const match = headers['if-match']
  const none = headers['if-none-match']
  if (match !== undefined && !includes(match, record))
    throw failed(
      `If-Match is ${match}; ${record ? `the ETag is ${etagOf(record)}` : 'there is nothing yet'}.`,
    )
  if (none !== undefined && includes(none, record))
    throw failed(`If-None-Match is ${none}, and there is one.`)
  const isAsked = operation.responses.some(({ key }) => key === '428')
  if (isAsked && record && match === undefined)
    throw new Problem('precondition-required', {
      detail: `${operation.id} changes only what the client has seen, and the request has no If-Match.`,
    })
}

/** True when the client has this very state already (RFC 9110 §13.1.2). */
export const isKnown = (headers: RequestHeaders, record: StateRecord): boolean =>
  headers['if-none-match'] !== undefined && includes(headers['if-none-match'], record)
