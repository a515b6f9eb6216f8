import type { Content, DocumentedResponse, Operation } from '../contract/contract.js'
import type { JsonObject } from '../lib/json-object.js'
import { essence, isJson, isXml } from '../lib/media-type.js'
import { bodyValue } from './body-value.js'
import { fillError, type ErrorText } from './fill-error.js'
import { messageBody, type MessageBody } from '../generate/message-body.js'

/** Ranges that JSON is one of. */
const isRange = (mediaType: string): boolean => /^(\*|application)\/\*$/.test(essence(mediaType))

const isText = (mediaType: string): boolean => /^text\/(plain|\*)$/.test(essence(mediaType))

const isHtml = (mediaType: string): boolean => essence(mediaType) === 'text/html'

/** What an error can be said in, the best first. */
const sayable: readonly ((mediaType: string) => boolean)[] = [
  ...[isJson, isRange, isText, isXml, isHtml],
]

/** Text as it stands in a page. */
const asHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** The content of a response to say an error in; undefined: none of them says anything. */
export const errorContent = ({ contents }: DocumentedResponse): Content | undefined => {
  for (const isSayable of sayable) {
    const content = contents.find(({ mediaType }) => isSayable(mediaType))
    if (content) return content
  }
  return undefined
}

/**
 * The body that says an error in a documented content: its example, else a value made from its schema,
 * filled. `plain` is said where nothing describes the body. Undefined where no valid one was found.
 */
export const errorBody = async (
  operation: Operation,
  response: DocumentedResponse,
  content: Content,
  said: ErrorText,
  plain: JsonObject,
): Promise<MessageBody | undefined> => {
  const { value: model, flaw, generated } = await bodyValue(operation, content)
  if (flaw !== undefined) return undefined
  const found = { generated, replaced: false }
  if (isHtml(content.mediaType))
    return messageBody(content, { ...found, value: generated ? asHtml(said.text ?? '') : model })
  if (model !== undefined)
    return messageBody(content, { ...found, value: fillError(response, content, model, said) })
  const value = isText(content.mediaType) ? said.text : plain
  return messageBody(content, { ...found, value })
}
