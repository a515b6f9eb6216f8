import { essence, isJson, isXml } from '../lib/media-type.js'

const endings: Readonly<Record<string, string>> = {
  'application/gzip': '.gz',
  'application/octet-stream': '.bin',
  'application/pdf': '.pdf',
  'application/zip': '.zip',
  'audio/mpeg': '.mp3',
  'audio/wav': '.wav',
  'image/gif': '.gif',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/svg+xml': '.svg',
  'image/webp': '.webp',
  'text/csv': '.csv',
  'text/html': '.html',
  'text/plain': '.txt',
  'video/mp4': '.mp4',
}

const endingOf = (mediaType: string): string => {
  const ending = endings[essence(mediaType)]
  if (ending !== undefined) return ending
  if (isJson(mediaType)) return '.json'
  return isXml(mediaType) ? '.xml' : ''
}

/** The name of a file that a reader sends: what it is for, with the ending of its media type. */
export const fileNameOf = (name: string, mediaType: string | undefined): string => {
  const plain = name.replace(/[^0-9A-Za-z._-]+/g, '-').replace(/^[.-]+|-+$/g, '') || 'file'
  return plain + (mediaType === undefined || plain.includes('.') ? '' : endingOf(mediaType))
}
