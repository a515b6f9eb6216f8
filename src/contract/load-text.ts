import { open } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { fetchUrl, type Fetched, type Reach, UrlFault } from './load-url.js'

const maxBytes = 64 * 1024 * 1024

/** The text of bytes in UTF-8, or in UTF-16 or UTF-32 when they begin so (YAML 1.2.2 §5.2). */
export const decodeText = (bytes: Uint8Array): string => {
  const [a, b] = bytes
  if ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0))
    return new TextDecoder('utf-16le').decode(bytes)
  if ((a === 0xfe && b === 0xff) || (a === 0 && b !== 0)) {
    const swapped = Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16()
    return new TextDecoder('utf-16le').decode(swapped)
  }
  return new TextDecoder().decode(bytes)
}

/** Why a file could not be read, for people. */
export const readReason = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/**
 * The text of a file.
 * @throws Error of Node, or UrlFault where it is too large or nothing that has an end.
 */
export const readFileText = async (file: string): Promise<string> => {
  const handle = await open(file, 'r')
  try {
    const about = await handle.stat()
    if (about.isDirectory()) throw new UrlFault(`${file} is a folder`)
    if (about.isFile() && about.size > maxBytes) throw new UrlFault('it is larger than 64 MB')
    return decodeText(await handle.readFile())
  } finally {
    await handle.close()
  }
}

/** The text behind a URL (file, http or https), and the answer when a server gave it. */
export const readUrlText = async (
  url: URL,
  reach: Reach,
): Promise<{ readonly text: string; readonly fetched?: Fetched }> => {
  if (url.protocol === 'file:') return { text: await readFileText(fileURLToPath(url)) }
  const fetched = await fetchUrl(url, reach)
  return { text: decodeText(fetched.bytes), fetched }
}
