/** A word without what distinguishes spellings of one name: `created_at` and `createdAt`. */
export const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** One of several: `categories` is `category`. */
export const singular = (word: string): string => {
  if (/ies$/i.test(word)) return word.replace(/ies$/i, 'y')
  if (/(ss|sh|ch|x|z)es$/i.test(word)) return word.slice(0, -2)
  return /[^s]s$/i.test(word) ? word.slice(0, -1) : word
}

/** What a thing of a resource is called: `project-tasks` of `projects/project-tasks` are `projectTask`. */
export const thingOf = (resource: string): string =>
  singular(resource.split('/').at(-1) ?? resource)

/** What the time of a property is the time of, by its name; undefined: of nothing that we know. */
export const momentOf = (name: string): 'creation' | 'change' | 'event' | undefined => {
  const found =
    /^(?:date|time|timestamp)?(?:is)?(.+?)(?:on|at|date|time|datetime|timestamp|ts|utc)?$/.exec(
      plain(name),
    )
  const word = found?.[1] ?? ''
  if (/^(created?|creation|inserted|added|registered|opened|submitted|posted)$/.test(word))
    return 'creation'
  if (/^(last)?(updated?|modified|modification|changed?|edited)$/.test(word)) return 'change'
  const events =
    /^(deleted|archived|completed|closed|cancell?ed|finished|ended|expired|removed|resolved|revoked|shipped|delivered|refunded|merged|(last)?(login|loggedin|seen|used))$/
  // `starredAt` of a new thing: it has not been starred.
  return events.test(word) || /[a-z]{2}ed$/.test(word) ? 'event' : undefined
}

/** What is false of a new thing. */
export const isEndFlag = (name: string): boolean =>
  /^(is)?(deleted|archived|removed|disabled|closed|cancell?ed|completed|trashed|suspended|locked|revoked)$/.test(
    plain(name),
  )

/** What counts something that a new thing does not have yet. */
export const isCount = (name: string): boolean =>
  /(^|_|-)count$|Count$|^(num|number_of|total)_/.test(name)

/** Who did something to a thing: `created_by`, `approvedById`. */
export const isDoer = (name: string): boolean =>
  /^(last)?[a-z]{2,}edby(user)?(id|uuid|name|email|login)?$/.test(plain(name))
