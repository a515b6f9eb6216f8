/**
 * JSON text of an indented value without two opening braces in a row: programs that read exported
 * files take what follows those for a variable, some for code. They stand in strings only.
 */
export const inertJson = (text: string): string => text.replaceAll('{{', '{\\u007b')
