import { isObject, type JsonObject } from '../../lib/json-object.js'

/** The object that a text is as JSON, or what is wrong with it; nothing typed is an object without members. */
export const readObject = (text: string): JsonObject | string => {
  if (text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : 'Write an object: { "member": "value" }'
  } catch (error) {
    return `This is no JSON: ${(error as SyntaxError).message}`
  }
}
