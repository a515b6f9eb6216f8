// Which operations look like those of collections and items, by their paths and methods alone.
const ofCollection = ['GET', 'POST']
const ofItem = ['GET', 'PUT', 'PATCH', 'DELETE']

const shapeOf = (path) => path.replace(/\{[^{}]*\}/g, '{}').replace(/\/$/, '')

/** `/things` beside `/things/{id}`: the methods that either usually has; with what was made of each. */
export const likenessOf = ({ paths }, { inferences }) => {
  const shapes = new Set(paths.map(({ template }) => shapeOf(template)))
  const found = { alike: 0, inferred: 0, missed: [] }
  for (const { template, methods } of paths) {
    const shape = shapeOf(template)
    const isItem = /[^}]\/\{\}$/.test(shape) && shapes.has(shape.slice(0, -3))
    const isCollection = !shape.endsWith('}') && shapes.has(`${shape}/{}`)
    for (const method of isItem ? ofItem : isCollection ? ofCollection : []) {
      const operation = methods.get(method)
      if (!operation) continue
      const inference = inferences.get(operation.id)
      found.alike++
      if (inference && inference.confidence >= 0.5) found.inferred++
      else
        found.missed.push(
          `${method} ${template}${inference ? ` (${inference.role} ${inference.confidence}: ${inference.reason})` : ''}`,
        )
    }
  }
  return found
}
