import type { Contract, Operation } from '../contract/contract.js'
import { documentedSamples, type DocumentedSample } from './documented-samples.js'
import { operationRequest } from './operation-request.js'
import { sampleLanguages } from './sample-languages.js'
import type { SampleLanguage } from './sample-language.js'
import type { SampleRequest } from './sample-request.js'

/** A request as code. */
export interface Sample {
  /** What `--lang` and `?lang=` call it: lower-case letters, digits and hyphens. */
  readonly id: string
  /** As the tab and `x-codeSamples` call it. */
  readonly label: string
  readonly source: string
}

const isNamed = (label: string, { label: other }: { readonly label: string }): boolean =>
  label.toLowerCase() === other.toLowerCase()

/** The body has a tab at every operation, so that tabs stay where they are. */
const noPayload = ({ body }: SampleRequest): string => {
  if (body?.kind === 'file') return `The body is the file ${body.fileName}.`
  return body ? 'The body is empty.' : 'This request has no body.'
}

const generated = (
  { id, label, write }: SampleLanguage,
  request: SampleRequest,
): readonly Sample[] => {
  const source = write(request) || (id === 'payload' ? noPayload(request) : undefined)
  return source === undefined ? [] : [{ id, label, source }]
}

const idOf = (label: string, taken: readonly string[]): string => {
  const plain =
    label
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'sample'
  let id = plain
  for (let count = 2; taken.includes(id); count++) id = `${plain}-${count}`
  return id
}

/** Samples of the document that no language of ours is called like: they come last. */
const others = (documented: readonly DocumentedSample[]): readonly Sample[] => {
  const found: Sample[] = []
  const taken = sampleLanguages.map(({ id }) => id)
  for (const { label, source } of documented) {
    if (sampleLanguages.some((language) => isNamed(label, language))) continue
    const id = idOf(label, [...taken, ...found.map((sample) => sample.id)])
    found.push({ id, label, source })
  }
  return found
}

/**
 * The samples of an operation, in the order of the documentation's tabs. Those that the document has
 * itself (`x-codeSamples`) take the place of ours with the same label, or come last. `base` is the URL
 * of the server, with or without a slash at its end.
 */
export const samplesOf = async (
  contract: Contract,
  operation: Operation,
  base: string,
): Promise<readonly Sample[]> => {
  const request = await operationRequest(contract, operation, base)
  const documented = documentedSamples(contract, operation)
  const ours = sampleLanguages.flatMap((language): readonly Sample[] => {
    const own = documented.find(({ label }) => isNamed(label, language))
    if (!own) return generated(language, request)
    return [{ id: language.id, label: language.label, source: own.source }]
  })
  return [...ours, ...others(documented)]
}
