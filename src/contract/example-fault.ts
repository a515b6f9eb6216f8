import { SetupError, type SourcePlace, type Violation } from '../errors.js'

/** How many violations one diagnosis lists. */
const maxListed = 3

/** An example or a default breaks the schema it stands for. */
export const exampleFault = (
  what: 'example' | 'default',
  violations: readonly Violation[],
  place: SourcePlace,
): SetupError => {
  const listed = violations
    .slice(0, maxListed)
    .map(({ pointer, expected, got, rule }) =>
      rule === 'required'
        ? `${pointer} is missing`
        : `${pointer || 'it'} should be ${expected}${got === undefined ? '' : `, is ${got}`}`,
    )
  const more = violations.length > maxListed ? `; ${violations.length - maxListed} more` : ''
  const why = listed.length > 0 ? `: ${listed.join('; ')}${more}` : ''
  const fix =
    what === 'example'
      ? 'Correct one of the two. Until then a valid generated body stands in for it.'
      : 'Correct one of the two.'
  return new SetupError('contract-example', `The ${what} breaks its schema${why}`, place, fix)
}
