const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/**
 * Tells the keys of the objects in a JSON text in the order in which they are written, which
 * `JSON.parse` loses: it moves keys like "12" to the front and keeps the last of two equal ones.
 *
 * @param text Well-formed JSON: parse it first.
 * @param depth How many levels to visit; 1 is the members of the outermost object.
 * @param visit Gets the keys that lead to the object (reused: copy it to keep it), and the key.
 */
export function visitKeys(
  text: string,
  depth: number,
  visit: (path: readonly string[], key: string) => void,
): void {
  const path: string[] = []
  const isObject: boolean[] = []
  let keyNext = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      const end = endOfString(text, at)
      const level = isObject.length
      if (keyNext && level <= depth) {
        const key = JSON.parse(text.slice(at, end + 1)) as string
        path.length = level - 1
        visit(path, key)
        path.push(key)
      }
      keyNext = false
      at = end
    } else if (code === COMMA) {
      keyNext = isObject.at(-1) ?? false
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      keyNext = code === OPEN_OBJECT
      isObject.push(keyNext)
    } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      isObject.pop()
      keyNext = false
    }
  }
}

function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); ; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++
    if (at < 0 || slashes % 2 === 0) return at < 0 ? text.length : at
  }
}
