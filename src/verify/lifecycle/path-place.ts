/** A path template and the values of its parameters, in their order, as far as they are known. */
export interface PathPlace {
  readonly template: string
  readonly values: readonly unknown[]
}

/** The names of the parameters of a path template, in their order. */
export const namesIn = (template: string): readonly string[] =>
  [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name)

/** A template by what it matches: the names of parameters do not count. */
export const shapeOf = (template: string): string => template.replace(/\{[^{}]*\}/g, '{}')

const stepsOf = (template: string) =>
  [...template.matchAll(/\{([^{}]*)\}/g)].map(({ 0: text, 1: name = '', index }) => ({
    name,
    shape: shapeOf(template.slice(0, index + text.length)),
  }))

/**
 * Values for the parameters of a template: those that the same path leads to, else those of the same
 * name. `/tasks/{id}/notes` gets the value of `/tasks/{taskId}`.
 */
export const valuesFor = (
  template: string,
  places: readonly PathPlace[],
): ReadonlyMap<string, unknown> => {
  const known = places.flatMap(({ template: other, values }) =>
    stepsOf(other)
      .map((step, index) => ({ ...step, value: values[index] }))
      .filter(({ value }) => value !== undefined),
  )
  const found = new Map<string, unknown>()
  for (const { name, shape } of stepsOf(template)) {
    const same = known.find((one) => one.shape === shape) ?? known.find((one) => one.name === name)
    if (same) found.set(name, same.value)
  }
  return found
}

/** Whether a place is another one, or lies below it. */
export const isBelow = (place: PathPlace, above: PathPlace): boolean => {
  const { template, values } = above
  if (!`${shapeOf(place.template)}/`.startsWith(`${shapeOf(template)}/`)) return false
  return values.every((value, index) => String(place.values[index]) === String(value))
}
