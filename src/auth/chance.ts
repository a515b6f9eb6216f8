/** Where `auth` gets chance from: handed in with every call, never drawn here. */
export interface Chance {
  /** That many bytes from a cryptographically secure source. */
  readonly bytes: (length: number) => Uint8Array
}
