import type { Operation } from '../../contract/contract.js'
import { covers, isJson } from '../../lib/media-type.js'
import { bytesOf, textOf } from '../../lib/text-bytes.js'
import { sampleContent } from '../../samples/sample-body.js'
import { writeRequest } from '../call/write-request.js'
import type { Case } from '../case.js'
import type { RequestDraft } from '../request-draft.js'
import type { Change } from './change.js'

/** A case whose body is not what is documented, made of the bytes of a valid one. */
export interface BodyCase {
  readonly case: Case
  readonly change: (draft: RequestDraft) => Promise<RequestDraft>
}

const noCredentials = { headers: [], query: [], cookies: [] } as const

const caseOf = (
  operation: Operation,
  name: string,
  intent: string,
  rule: 'V114' | 'V115',
): Case => ({
  ...{ id: `${operation.id} protocol ${name}`, operation, source: 'protocol', intent },
  expect: { kind: 'refused', rule },
})

const withInstead =
  (instead: NonNullable<RequestDraft['instead']>): Change =>
  (draft) => ({ ...draft, instead: { ...draft.instead, ...instead } })

/** A media type that an operation does not take, under any range that it documents. */
const undocumentedType = ({ body }: Operation): string | undefined => {
  const isTaken = (type: string): boolean =>
    body?.contents.some(({ mediaType }) => covers(mediaType, type)) === true
  return ['text/plain', 'application/xml'].find((type) => !isTaken(type))
}

/** What no JSON parser takes: cut off before its end, or with more behind it. */
const malformations = {
  cut: ['JSON that is cut off', (text: string) => text.slice(0, -1)],
  trailing: ['JSON with more behind it', (text: string) => `${text} more`],
} as const

const malformed = (operation: Operation): readonly BodyCase[] =>
  (['cut', 'trailing'] as const).map((name) => {
    const [intent, spoil] = malformations[name]
    return {
      case: {
        ...caseOf(operation, `json-${name}`, intent, 'V115'),
        // Parsers of Java and Go stop behind the first value unless told otherwise.
        ...(name === 'trailing' && { isMinor: true }),
      },
      change: async (draft) => {
        const { body = new Uint8Array() } = await writeRequest(draft, noCredentials)
        const text = textOf(body)
        const valid = /^[[{]/.test(text) ? text : '{"a":1}'
        return withInstead({ body: bytesOf(spoil(valid)) })(draft)
      },
    }
  })

/** Bodies in another media type (V114), and bodies that are no JSON (V115). */
export const bodyCases = (operation: Operation): readonly BodyCase[] => {
  const content = sampleContent(operation)
  if (!content) return []
  const contentType = undocumentedType(operation)
  const intent = `a body in the media type ${contentType ?? ''}`
  const foreign: readonly BodyCase[] =
    contentType === undefined
      ? []
      : [
          {
            case: caseOf(operation, 'media-type', intent, 'V114'),
            change: (draft) => Promise.resolve(withInstead({ contentType })(draft)),
          },
        ]
  return isJson(content.mediaType) ? [...foreign, ...malformed(operation)] : foreign
}
