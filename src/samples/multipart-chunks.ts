import type { SamplePart } from './sample-request.js'

/** What a multipart form is made of, one after the other: text that is known, and files that the reader has. */
export type MultipartChunk =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly fileName: string }

/** A name as browsers write it into Content-Disposition (HTML standard, "multipart form data"). */
export const dispositionName = (name: string): string =>
  name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const partHead = (part: SamplePart, boundary: string): string => {
  const file = part.kind === 'file' ? `; filename="${dispositionName(part.fileName)}"` : ''
  const type = part.mediaType === undefined ? '' : `Content-Type: ${part.mediaType}\r\n`
  const disposition = `form-data; name="${dispositionName(part.name)}"${file}`
  return `--${boundary}\r\nContent-Disposition: ${disposition}\r\n${type}\r\n`
}

/** A multipart form (RFC 7578) for languages whose clients do not write one, texts merged between files. */
export const multipartChunks = (
  parts: readonly SamplePart[],
  boundary: string,
): readonly MultipartChunk[] => {
  const chunks: MultipartChunk[] = []
  let text = ''
  for (const part of parts) {
    text += partHead(part, boundary)
    if (part.kind === 'value') text += `${part.value}\r\n`
    else {
      chunks.push({ kind: 'text', text }, { kind: 'file', fileName: part.fileName })
      text = '\r\n'
    }
  }
  return [...chunks, { kind: 'text', text: `${text}--${boundary}--\r\n` }]
}

/** A boundary that no value of the parts holds; files are the reader's, so it is an unlikely text as well. */
export const boundaryFor = (parts: readonly SamplePart[]): string => {
  const values = parts.flatMap((part) => (part.kind === 'value' ? [part.value] : []))
  let boundary = 'sample-boundary-kq3Vw8xYzT'
  while (values.some((value) => value.includes(boundary))) boundary += '0'
  return boundary
}
