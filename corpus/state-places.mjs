// Which values go into the path of an operation, by what is known of the record that it is about.
const namesIn = (template = '') => [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name)

/** A place in the contract: a path template and the values of its parameters, as far as they are known. */
export const placeAt = (template, values) => ({ template, values })

/** Values for the parameters of another template: by position where it has as many, else by name. */
export const valuesFor = (template, places) => {
  const names = namesIn(template)
  const found = new Map()
  for (const place of places) {
    const own = namesIn(place.template)
    const isAlike = own.length === names.length
    names.forEach((name, index) => {
      const value = isAlike ? place.values[index] : place.values[own.indexOf(name)]
      if (value !== undefined && !found.has(name)) found.set(name, value)
    })
  }
  return found
}

/** The values of an item's path: those of the collection it was found in, and its own. */
export const itemPlace = ({ itemPath, identity, isSingleton }, scope, own) => {
  if (itemPath === undefined) return placeAt('', own)
  const names = namesIn(itemPath)
  const mine = isSingleton ? [] : (identity?.parameters ?? [])
  const before = names.length - mine.length
  const known = scope ? valuesFor(scope.template, [scope]) : new Map()
  const values = names.map((name, index) => {
    if (mine.includes(name)) return own[mine.indexOf(name)]
    return known.get(name) ?? (index < before ? scope?.values[index] : own[index - before])
  })
  return placeAt(itemPath, values)
}

export { namesIn }
