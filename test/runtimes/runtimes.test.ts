import { sampleLanguages } from '../../src/samples/sample-languages.js'
import { hasRuntime } from './runtimes.js'

const languages = sampleLanguages.map(({ id }) => id).filter((id) => id !== 'payload')

describe('where nothing is installed', () => {
  const nowhere = { PATH: __dirname }
  afterEach(() => jest.restoreAllMocks())

  test.each(languages)('samples in %s are printed as skipped, with what to install', (id) => {
    const printed: string[] = []
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
    expect(hasRuntime(id, nowhere)).toBe(false)
    expect(printed.join('')).toMatch(
      new RegExp(`^skipped: samples in ${id} \\(apt-get install [\\w .+-]+\\)\\n$`),
    )
  })

  test.each(languages)('samples in %s fail in CI', (id) => {
    expect(() => hasRuntime(id, { ...nowhere, CI: 'true' })).toThrow(
      /not installed: apt-get install \w/,
    )
    const script = { npm_lifecycle_event: 'test:ci' }
    expect(() => hasRuntime(id, { ...nowhere, ...script })).toThrow(
      /not installed: apt-get install \w/,
    )
  })
})
