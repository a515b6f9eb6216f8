import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCoverageFiles, writeCoverageFile } from '../../src/cli/coverage-files.js'
import { coverageShortfalls, minCoverageOf } from '../../src/cli/min-coverage.js'
import { SetupError } from '../../src/errors.js'
import { emptyCoverage, noteExchange } from '../../src/verify/coverage/coverage.js'

const folder = mkdtempSync(join(tmpdir(), 'openapi-sandbox-coverage-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const coverageOf = (status: number) => {
  const coverage = emptyCoverage()
  noteExchange(coverage, { method: 'GET', path: '/pets' }, { status })
  return coverage
}

describe('files of coverage', () => {
  test('are merged, those of a folder too', async () => {
    const [one, parts] = [join(folder, 'one.json'), join(folder, 'new', 'parts')]
    await writeCoverageFile(one, coverageOf(200))
    await writeCoverageFile(join(parts, 'a.json'), coverageOf(404))
    await writeCoverageFile(join(parts, 'b.json'), coverageOf(200))
    writeFileSync(join(parts, 'notes.txt'), 'not ours')
    const merged = await readCoverageFiles([one, parts])
    expect(merged.get('GET /pets')).toMatchObject({
      requests: 3,
      statuses: new Set(['200', '404']),
    })
  })

  test('that are not there, or are none, are named', async () => {
    const none = join(folder, 'none.json')
    await expect(readCoverageFiles([none])).rejects.toMatchObject({
      code: 'coverage-invalid',
      place: { file: none },
    })
    const other = join(folder, 'other.json')
    writeFileSync(other, '{"total": 7}')
    await expect(readCoverageFiles([other])).rejects.toMatchObject({
      code: 'coverage-invalid',
      place: { file: other },
    })
  })

  test('that cannot be written are a SetupError', async () => {
    const below = join(folder, 'plain', 'file.json')
    writeFileSync(join(folder, 'plain'), '')
    await expect(writeCoverageFile(below, emptyCoverage())).rejects.toMatchObject({
      code: 'output-unwritable',
    })
  })
})

describe('--min-coverage', () => {
  const row = { kind: 'status', covered: 1, total: 3, percent: 33, missing: [] } as const

  test('tells what is below its limit', () => {
    expect(coverageShortfalls([row], minCoverageOf(['status=33']))).toEqual([])
    expect(coverageShortfalls([row], minCoverageOf(['status=34%']))).toEqual([
      'Coverage by status is 33 % (1 of 3), and 34 % is asked for.',
    ])
    expect(coverageShortfalls([row], minCoverageOf(['operation=100']))).toEqual([])
  })

  test.each([
    ['statuses=10', 'Did you mean status?'],
    ['status', 'cannot be "status"'],
    ['status=101', 'cannot be "status=101"'],
    ['status=-1', 'cannot be'],
  ])('%s is refused', (text, message) => {
    expect(() => minCoverageOf([text])).toThrow(SetupError)
    expect(() => minCoverageOf([text])).toThrow(message)
  })
})
