import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { SetupError } from '../errors.js'
import { hashText } from '../lib/seeded-random.js'
import type { Coverage } from '../verify/coverage/coverage.js'
import { writeCoverage } from '../verify/coverage/coverage-record.js'

/** Which file the coverage of tests goes to. */
export interface TestCoverageTarget {
  readonly folder: string
  /** The slug of the contract. */
  readonly contract: string
  /** The file of the tests; undefined where it is the program that runs. */
  readonly testFile: string | undefined
}

/** The same for the same file of tests: a run writes over what the one before has left. */
const fileOf = ({ folder, contract, testFile = process.argv[1] ?? '' }: TestCoverageTarget) => {
  const path = relative(process.cwd(), testFile).replaceAll('\\', '/')
  const name = `${contract} ${basename(path)}`.replace(/[^\w.-]+/g, '-')
  return join(folder, `${name}-${hashText(path).toString(16).padStart(8, '0')}.json`)
}

/**
 * Writes what a file of tests has covered until now: workers of test runners may end at any time.
 * @throws SetupError `output-unwritable`.
 */
export const writeTestCoverage = (target: TestCoverageTarget, coverage: Coverage): void => {
  const file = fileOf(target)
  try {
    mkdirSync(target.folder, { recursive: true })
    writeFileSync(`${file}.tmp`, writeCoverage(coverage))
    renameSync(`${file}.tmp`, file)
  } catch (error) {
    const { message } = error as Error
    throw new SetupError(
      'output-unwritable',
      `It could not be written: ${message}`,
      { file },
      'Name another folder with the option coverage of the matchers.',
    )
  }
}
