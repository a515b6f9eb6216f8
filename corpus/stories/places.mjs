// Which values go into the path of an operation, by what is known of the record that it is about.
const namesIn = (template = '') => [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name)

/** A place in the contract: a path template and the values of its parameters, as far as they are known. */
export const placeAt = (template, values) => ({ template, values })

/** Each parameter of a template with the shape of the path that leads to it. */
const stepsOf = (template) =>
  [...template.matchAll(/\{([^{}]*)\}/g)].map(({ 1: name, 0: { length }, index }) => ({
    name,
    shape: template.slice(0, index + length).replace(/\{[^{}]*\}/g, '{}'),
  }))

/** Values for the parameters of a template: those that the same path leads to, else those of the same name. */
export const valuesFor = (template, places) => {
  const known = places.flatMap(({ template: other, values }) =>
    stepsOf(other).map((step, index) => ({ ...step, value: values[index] })),
  )
  const found = stepsOf(template).map(({ name, shape }) => {
    const same = known.find((one) => one.shape === shape) ?? known.find((one) => one.name === name)
    return [name, same?.value]
  })
  return new Map(found.filter(([, value]) => value !== undefined))
}

/** The values of an item's path: those of the collection it was found in, and its own. */
export const itemPlace = ({ itemPath, identity, isSingleton }, scope, own) => {
  if (itemPath === undefined) return placeAt('', own)
  const names = namesIn(itemPath)
  const mine = isSingleton ? [] : (identity?.parameters ?? [])
  const before = names.length - mine.length
  const known = scope ? valuesFor(itemPath, [scope]) : new Map()
  const values = names.map((name, index) => {
    if (mine.includes(name)) return own[mine.indexOf(name)]
    return known.get(name) ?? (index < before ? scope?.values[index] : own[index - before])
  })
  return placeAt(itemPath, values)
}

export { namesIn }
