// A sample as a client sends it.
const file = (type) => new Blob([Uint8Array.of(0, 1, 2, 255)], type === undefined ? {} : { type })

const multipart = (parts) => {
  const form = new FormData()
  for (const { kind, name, value, fileName, mediaType } of parts)
    if (kind === 'file') form.append(name, file(mediaType), fileName)
    else if (mediaType === undefined) form.append(name, value)
    else form.append(name, new Blob([value], { type: mediaType }), '')
  return form
}

const bodyOf = ({ kind, text, fields, parts }) => {
  if (kind === 'file') return file()
  if (kind === 'multipart') return multipart(parts)
  return kind === 'form' ? new URLSearchParams(fields).toString() : text
}

/** The Request of a sample whose URL is complete. */
export const sentRequest = ({ method, headers, basic, body }, url) => {
  const all = new Headers(headers)
  if (basic) all.set('authorization', `Basic ${btoa(`${basic.user}:${basic.password}`)}`)
  if (body && body.kind !== 'multipart') all.set('content-type', body.mediaType)
  return new Request(url, { method, headers: all, ...(body && { body: bodyOf(body) }) })
}
