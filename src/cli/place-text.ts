import type { SourcePlace } from '../errors.js'

/** A place as editors and terminals make it clickable: `file:line:column`, then the JSON pointer. */
export const placeText = ({ file, line, column, pointer }: SourcePlace): string => {
  const position = [file, line, line === undefined ? undefined : column]
    .filter((part) => part !== undefined)
    .join(':')
  const fragment = pointer === undefined ? '' : `#${pointer.replace(/^#/, '')}`
  return position && fragment ? `${position} ${fragment}` : position + fragment
}
