import { hashText } from '../lib/seeded-random.js'
import { Turns } from '../store/turns.js'

/** Names that share turns wait for each other now and then; a table of names would grow without end. */
const stripes = 64

/** Gives turns to those who make something under the same name. */
export const turnsByName = (): ((name: string) => Turns) => {
  const turns = Array.from({ length: stripes }, () => new Turns())
  return (name) => turns[hashText(name) % stripes] as Turns
}
