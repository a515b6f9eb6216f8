/** A repeatable source of chance: the same seed gives the same sequence everywhere. */
export interface SeededRandom {
  /** A number in [0, 1). */
  readonly next: () => number
  /** An integer from low to high, both included. */
  readonly int: (low: number, high: number) => number
  /** One element of a list that is not empty. */
  readonly pick: <T>(list: readonly T[]) => T
}

/** Spreads the bits of a 32-bit number (the finaliser of MurmurHash3). */
const scramble = (bits: number): number => {
  let hash = bits
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** A 32-bit hash of a text (FNV-1a, then scrambled); not for security. */
export const hashText = (text: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  return scramble(hash)
}

/** The seed of a part, from the seed of the whole and the part's name or index. */
export const deriveSeed = (seed: number, part: string | number): number => {
  const hash = typeof part === 'number' ? scramble(part + 0x9e3779b9) : hashText(part)
  return scramble(Math.imul(seed ^ 0x5bd1e995, 0x9e3779b1) ^ hash)
}

/** A source of chance for one seed (mulberry32): 32 bits of state, cheap to make. */
export const seededRandom = (seed: number): SeededRandom => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296
  }
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  return { next, int, pick: (list) => list[int(0, list.length - 1)]! }
}
