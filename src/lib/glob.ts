/**
 * Makes a test of whole texts: `*` stands for any characters, slashes too; all else for itself. It takes
 * time in proportion to the text times the number of stars, whatever is in them.
 */
export const glob = (pattern: string): ((text: string) => boolean) => {
  const [first = '', ...others] = pattern.split('*')
  const last = others.pop()
  if (last === undefined) return (text) => text === first
  return (text) => {
    if (!text.startsWith(first)) return false
    let at = first.length
    for (const part of others) {
      const found = text.indexOf(part, at)
      if (found < 0) return false
      at = found + part.length
    }
    return text.length - last.length >= at && text.endsWith(last)
  }
}
