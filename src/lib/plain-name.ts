const pieces = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g

/** The words of a name in lower case: `issueIdOrKey`, `issue_id_or_key` → issue, id, or, key. */
export const wordsOf = (name: string): readonly string[] =>
  (name.match(pieces) ?? []).map((word) => word.toLowerCase())

/** A name by which different ways of writing it are the same: `user_id`, `userId` → `userid`. */
export const plainName = (name: string): string => name.replace(/[^A-Za-z0-9]/g, '').toLowerCase()

const irregular: Readonly<Record<string, string>> = {
  people: 'person',
  children: 'child',
  men: 'man',
  women: 'woman',
  media: 'medium',
  data: 'datum',
  indices: 'index',
  vertices: 'vertex',
  matrices: 'matrix',
  statuses: 'status',
  addresses: 'address',
  news: 'news',
  series: 'series',
  movies: 'movie',
  cookies: 'cookie',
}

/** The singular of an English noun in lower case; a noun that is none stays as it is. */
export const singularOf = (noun: string): string => {
  const known = Object.hasOwn(irregular, noun) ? irregular[noun] : undefined
  if (known !== undefined) return known
  if (/(ss|us|is)$/.test(noun)) return noun
  if (/ies$/.test(noun) && noun.length > 4) return `${noun.slice(0, -3)}y`
  if (/(ches|shes|sses|xes|zes)$/.test(noun)) return noun.slice(0, -2)
  return noun.endsWith('s') && noun.length > 2 ? noun.slice(0, -1) : noun
}

/** The last word of a name made singular, the words before it as they are: `tax_ids` → `taxid`. */
export const singularName = (name: string): string => {
  const words = wordsOf(name)
  return [...words.slice(0, -1), singularOf(words.at(-1) ?? '')].join('')
}
