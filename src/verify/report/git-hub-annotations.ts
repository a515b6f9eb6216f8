import { positionText } from './finding-text.js'
import type { FindingGroup, Report } from './report.js'

/** The text of a workflow command, in which lines end a command. */
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string | number): string =>
  data(String(text)).replaceAll(':', '%3A').replaceAll(',', '%2C')

const commands = { error: 'error', warning: 'warning', note: 'notice' } as const

const annotation = (group: FindingGroup): string => {
  const { rule, title, severity, place, method, path, message } = group
  const isFile = place.file !== undefined && !/^[a-z]+:\/\//i.test(place.file)
  const parts = {
    ...(isFile && { file: place.file, line: place.line, col: place.column }),
    title: `${rule} ${title}`,
  }
  const said = Object.entries(parts)
    .filter((pair): pair is [string, string | number] => pair[1] !== undefined)
    .map(([name, value]) => `${name}=${property(value)}`)
  const where = isFile ? '' : ` (${positionText(place)})`
  return `::${commands[severity]} ${said.join(',')}::${data(`${method} ${path}: ${message}${where}`)}`
}

/** Workflow commands of GitHub Actions that mark findings in the contract; what is known is not marked. */
export const gitHubAnnotations = ({ findings }: Pick<Report, 'findings'>): readonly string[] =>
  findings.filter(({ known }) => known === undefined).map(annotation)
