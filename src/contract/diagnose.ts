import type { CompileContext } from './compile-context.js'
import type { PathEntry } from './contract.js'

export function* diagnose(
  _context: CompileContext,
  paths: readonly PathEntry[],
): Generator<number> {
  for (const path of paths)
    for (const operation of path.methods.values()) yield operation.fault ? 1 : 0
}
