import { checkReply } from '../contract/check-reply.js'
import type { Operation } from '../contract/contract.js'
import { SetupError, type Violation } from '../errors.js'
import { isJson } from '../lib/media-type.js'
import { parseJson } from '../lib/parse-json.js'
import { textOf } from '../lib/text-bytes.js'
import { headerOf } from '../mock/expand-url.js'
import type { OutgoingAnswer } from './send-request.js'

/** The body as a value where it is JSON, else as text. */
export const bodyValueOf = (bytes: Uint8Array, mediaType: string | undefined): unknown => {
  const text = textOf(bytes)
  if (!isJson(mediaType ?? '')) return text
  const parsed = parseJson(text)
  return 'value' in parsed ? parsed.value : text
}

/** In what an answer to a request of ours breaks the contract; a contract that documents none takes any. */
export const judgeAnswer = (
  operation: Operation,
  { status, headers, body }: OutgoingAnswer,
): readonly Violation[] => {
  if (operation.responses.length === 0) return []
  const mediaType = body.length === 0 ? undefined : headerOf(headers, 'content-type')
  const type = body.length === 0 ? undefined : (mediaType ?? 'application/octet-stream')
  try {
    return checkReply(operation, status, headers, type, bodyValueOf(body, mediaType))
  } catch (fault) {
    // Where the contract is at fault nothing can be judged.
    if (fault instanceof SetupError) return []
    throw fault
  }
}
