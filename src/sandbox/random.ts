/** Chance, as an argument. */
export interface Random {
  /** That many bytes from a cryptographically secure source. */
  readonly bytes: (length: number) => Uint8Array
}

/** The secure random source of the platform (Web Crypto): the only place of the product that draws. */
export const secureRandom: Random = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
}
