const NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/

/** True when a world, or an image that somebody saves, may have this name; no such name leads out of a folder. */
export function isWorldName(name: string): boolean {
  return NAME.test(name)
}
