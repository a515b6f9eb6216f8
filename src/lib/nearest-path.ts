import { editDistance } from './nearest.js'

const maxLength = 200
/** Of so many templates with the most segments in common the letters are compared. */
const maxCompared = 40

/** A template with the segments of the path in the place of its expressions. */
const filledIn = (template: readonly string[], path: readonly string[]): string =>
  template.map((part, index) => (part.includes('{') ? (path[index] ?? part) : part)).join('/')

const inCommon = (template: readonly string[], path: ReadonlySet<string>): number =>
  template.filter((part) => path.has(part)).length

/** Segments that are missing, or too many in front of a path, cost little. */
const distanceTo = (candidate: string, wanted: string): number => {
  const edits = editDistance(candidate, wanted)
  const isPart = candidate.startsWith(wanted) || candidate.endsWith(wanted)
  return (isPart || wanted.endsWith(candidate)) && wanted.length > 1 ? Math.min(edits, 1) : edits
}

/**
 * The path templates nearest to a path that none of them matches, nearest first, at most `count`.
 * The work does not grow with the length of the path, and little with the number of templates.
 */
export const nearestPaths = (
  path: string,
  templates: readonly string[],
  count: number,
): readonly string[] => {
  const wanted = path.slice(0, maxLength).toLowerCase()
  const segments = wanted.split('/')
  const known = new Set(segments)
  return templates
    .map((template) => ({ template, parts: template.toLowerCase().split('/') }))
    .map((one) => ({ ...one, common: inCommon(one.parts, known) }))
    .sort((a, b) => b.common - a.common)
    .slice(0, maxCompared)
    .map(({ template, parts }) => ({
      template,
      distance: distanceTo(filledIn(parts, segments), wanted),
    }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ template }) => template)
}
