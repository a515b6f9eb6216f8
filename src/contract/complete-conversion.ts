import { arrayOrEmpty, isObject, objectOrEmpty, own, type JsonObject } from '../lib/json-object.js'
import { swaggerOperations, swaggerParameter } from './prepare-swagger.js'

type Draft = Record<string, unknown>

const draftAt = (holder: unknown, ...keys: readonly string[]): Draft => {
  let value = holder
  for (const key of keys) value = own(objectOrEmpty(value), key)
  return objectOrEmpty(value) as Draft
}

/** How the lists of a form are written: `csv`, when nothing is said, is one text. */
const encodingsOf = (form: readonly JsonObject[]): Draft =>
  Object.fromEntries(
    form
      .filter((one) => one['type'] === 'array' && one['collectionFormat'] !== 'multi')
      .map((one) => [String(one['name']), { style: 'form', explode: false }]),
  )

/** A form in every media type that it is consumed in; the library chooses one. */
const completeForm = (operation: Draft, prepared: JsonObject, document: JsonObject): void => {
  const parameters = arrayOrEmpty(prepared['parameters'])
  const form = parameters
    .map((written) => swaggerParameter(document, written))
    .filter((one) => one['in'] === 'formData')
  if (form.length === 0) return
  const content = draftAt(operation, 'requestBody', 'content')
  const made = Object.values(content)[0]
  if (!isObject(made)) return
  const encoding = encodingsOf(form)
  const holder = Object.keys(encoding).length > 0 ? { ...made, encoding } : made
  for (const type of arrayOrEmpty(prepared['consumes'])) content[String(type)] = holder
}

/** A media type that only an example has named answers with the schema of the others. */
const completeResponses = (responses: unknown): void => {
  for (const response of Object.values(objectOrEmpty(responses))) {
    const contents = Object.values(draftAt(response, 'content')).filter(isObject) as Draft[]
    const schema = contents.find((content) => content['schema'] !== undefined)?.['schema']
    if (schema === undefined) continue
    for (const content of contents) content['schema'] ??= schema
  }
}

/** Adds to a converted document what the library left out; `prepared` is what it was given. */
export const completeConversion = (document: JsonObject, prepared: JsonObject): JsonObject => {
  completeResponses(draftAt(document, 'components', 'responses'))
  const paths = objectOrEmpty(own(prepared, 'paths'))
  for (const path of Object.keys(paths))
    for (const [method, operation] of swaggerOperations(paths[path])) {
      const converted = draftAt(document, 'paths', path, method)
      completeForm(converted, operation, prepared)
      completeResponses(converted['responses'])
    }
  return document
}
