import { createProgress } from '../../src/cli/verify/verify-progress.js'
import { maskSecrets } from '../../src/cli/printable.js'

test.each([
  [`curl 'http://a/b?api_key=***' -H 'X: y'`, `curl 'http://a/b?api_key=***' -H 'X: y'`],
  [`"http://a/b?token=abc&x=1"`, `"http://a/b?token=***&x=1"`],
])('a secret in a query ends where its quotes do: %s', (text, masked) => {
  expect(maskSecrets(text)).toBe(masked)
})

describe('the bar', () => {
  const drawn = (columns: number, environment = {}) => {
    const texts: string[] = []
    const progress = (text: string): void => void texts.push(text)
    const printer = { isTerminal: true, line: () => {}, error: () => {}, finish: async () => {} }
    const world = { printer: { ...printer, progress, columns: () => columns }, environment }
    createProgress(world, 4).show(1, 2)
    return texts
  }
  test('fits the line, as wide as it may be', () => {
    expect(drawn(80)).toEqual(['██████░░░░░░░░░░░░░░░░░░ 25 %  2 findings'])
    expect(drawn(32)).toEqual(['██░░░░░░ 25 %  2 findings'])
    expect(drawn(10)).toEqual([' 25 %  2 findings'])
  })
  test('is not drawn where nothing can be erased, or nobody watches', () => {
    expect(drawn(80, { TERM: 'dumb' })).toEqual([])
    expect(drawn(80, { CI: 'true' })).toEqual([])
  })
})
