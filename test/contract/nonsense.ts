const noise = (size: number): string => {
  const bytes = new Uint8Array(size)
  for (let at = 0, state = 1; at < size; at++) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    bytes[at] = state % 97 === 0 ? 10 : 32 + ((state >> 8) % 95)
  }
  return new TextDecoder().decode(bytes)
}

/** Texts of a size that are no document, each of which kept some parser busy for half a minute. */
export const nonsense = (size: number): readonly (readonly [name: string, text: string])[] => {
  const fill = (text: string): string => text.repeat(Math.ceil(size / text.length))
  return [
    ['noise', noise(size)],
    ['keys of keys', fill('a: b: c: ')],
    ['lines of keys of keys', fill('a: b: c:\n')],
    ['dashes', fill('- ')],
    ['question marks', fill('? ')],
    ['exclamation marks', fill('! ')],
    ['braces', fill('{')],
    ['brackets', '['.repeat(20_000)],
    ['an open list', `a: [\n${fill('b: c\n')}`],
    ['an open quotation', `a: "${fill('x\n')}`],
    ['asterisks', fill('*a ')],
    ['ampersands', fill('&a ')],
    ['tabs', fill('\t')],
    ['line ends', fill('\n')],
    ['comments', fill('# c\n')],
    ['bytes', fill('\u0001\u0000')],
  ]
}
