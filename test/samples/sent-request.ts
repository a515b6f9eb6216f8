import type { SampleBody, SamplePart, SampleRequest } from '../../src/samples/sample-request.js'

/** What a file of the reader's holds. */
const file = (mediaType?: string): Blob =>
  new Blob([Uint8Array.of(0, 1, 2, 255)], mediaType === undefined ? {} : { type: mediaType })

const append = (form: FormData, part: SamplePart): void => {
  if (part.kind === 'file') form.append(part.name, file(part.mediaType), part.fileName)
  else if (part.mediaType === undefined) form.append(part.name, part.value)
  else form.append(part.name, new Blob([part.value], { type: part.mediaType }), '')
}

const formOf = (parts: readonly SamplePart[]): FormData => {
  const form = new FormData()
  for (const part of parts) append(form, part)
  return form
}

const bodyOf = (body: SampleBody): string | Blob | FormData => {
  switch (body.kind) {
    case 'json':
    case 'text':
      return body.text
    case 'form':
      return new URLSearchParams(
        body.fields.map(([name, value]): [string, string] => [name, value]),
      ).toString()
    case 'multipart':
      return formOf(body.parts)
    case 'file':
      return file()
  }
}

/** A sample as a client sends it, its path filled in. */
export const sentRequest = (sample: SampleRequest, url = sample.url): Request => {
  const { method, headers, basic, body } = sample
  const all = new Headers(headers.map(([name, value]): [string, string] => [name, value]))
  if (basic) all.set('Authorization', `Basic ${btoa(`${basic.user}:${basic.password}`)}`)
  if (body && body.kind !== 'multipart') all.set('Content-Type', body.mediaType)
  return new Request(url, { method, headers: all, ...(body && { body: bodyOf(body) }) })
}
