import { type Outline, OutlineBuilder } from './outline.js'

const token = /[{}[\]]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s,:{}[\]"]+/gs

const nameOf = (written: string): string => {
  try {
    return JSON.parse(written) as string
  } catch {
    return written
  }
}

/** Where the values of a well-formed JSON text stand. */
export const outlineJson = (text: string): Outline => {
  const outline = new OutlineBuilder()
  for (const { 0: written, index } of text.matchAll(token)) {
    if (written === '}' || written === ']') outline.close()
    else if (written === '{') outline.add('mapping', index)
    else if (written === '[') outline.add('sequence', index)
    else outline.add('scalar', index, outline.isAtKey ? nameOf(written) : undefined)
  }
  return outline
}
