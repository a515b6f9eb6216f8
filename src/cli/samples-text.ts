import type { Operation } from '../contract/contract.js'
import type { Sample } from '../samples/samples-of.js'

/** The samples of one operation. */
export interface OperationSamples {
  readonly operation: Operation
  readonly samples: readonly Sample[]
}

/** A line of backticks that the code does not have itself (CommonMark §4.5). */
const fenceOf = (source: string): string => {
  const runs = source.match(/`{3,}/g) ?? []
  return '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)))
}

/** What Markdown calls the languages whose names it does not share with us. */
const infoStrings: Readonly<Record<string, string>> = {
  curl: 'bash',
  node: 'javascript',
  payload: '',
}

const section = ({ id, label, source }: Sample): string => {
  const fence = fenceOf(source)
  return `## ${label}\n\n${fence}${infoStrings[id] ?? id}\n${source}\n${fence}\n`
}

const titleOf = ({ summary, id }: Operation): string =>
  summary ? `${summary.replace(/\s+/g, ' ').trim()} (${id})` : id

/** Samples as Markdown, a heading for each operation and language; one alone as it is. */
export const samplesText = (found: readonly OperationSamples[]): string => {
  const [first] = found.flatMap(({ samples }) => samples)
  const count = found.reduce((sum, { samples }) => sum + samples.length, 0)
  if (count === 1 && first) return `${first.source}\n`
  return found
    .map(({ operation, samples }) =>
      [`# ${titleOf(operation)}\n`, ...samples.map(section)].join('\n'),
    )
    .join('\n')
}

/** Samples for programs: a list of all of them. */
export const samplesJson = (found: readonly OperationSamples[]): string => {
  const list = found.flatMap(({ operation, samples }) =>
    samples.map((sample) => ({ operation: operation.id, ...sample })),
  )
  return `${JSON.stringify(list, null, 2)}\n`
}
