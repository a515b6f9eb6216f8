// Sorts failures by their cause.

const problemCode = (text) => /"type":"[^"]*:([a-z-]+)"/.exec(text)?.[1]

/** A short name for why an operation failed. */
export const classOf = ({ status, body, code, text = '', why = '' }) => {
  if (status === 'refused') return `refused with a diagnosis (${why.split(':')[0]})`
  if (status === 'impossible') return 'no valid request exists'
  if (status === 'shadowed') return 'two paths differ in the names of parameters only'
  if (status === 'unsendable' || status === 'overlooked') return status
  if (status !== 'documented') return `answered ${code} ${problemCode(text) ?? ''}`.trim()
  if (body === 'unjudged') return `not judged: ${why.split('"')[0]}`
  return `invalid body: ${/ ([$\w]+): /.exec(why)?.[1] ?? why.slice(0, 40)}`
}
