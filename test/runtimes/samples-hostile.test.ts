import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sampleLanguages } from '../../src/samples/sample-languages.js'
import { arrivalDifferences, type Habits } from '../samples/arrival-differences.js'
import { type EchoServer, openEchoServer } from '../samples/echo-server.js'
import { hostileRequests, pictureBytes } from '../samples/hostile-requests.js'
import { runSamples } from './run-samples.js'
import { hasRuntime } from './runtimes.js'

const habits: Readonly<Record<string, Habits>> = {
  javascript: { formLineBreaks: true, typedValuesAreFiles: true, standInFiles: true },
  csharp: { urlsWithoutMarks: true },
  r: { noEmptyHeaders: true, untypedEmptyValues: true },
  node: { formLineBreaks: true, typedValuesAreFiles: true },
}

describe.each(sampleLanguages.filter(({ id }) => id !== 'payload'))('$label', ({ id, write }) => {
  const folder = mkdtempSync(join(tmpdir(), 'canary-'))
  const canary = join(folder, 'canary')
  let server: EchoServer
  beforeAll(async () => {
    server = await openEchoServer()
  })
  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })

  test('sends every hostile value unchanged, once, and prints the answer', async () => {
    if (!hasRuntime(id)) return
    const written = hostileRequests(server.origin, canary).flatMap(({ key, request }) => {
      const source = write(request)
      return source === undefined ? [] : [{ key, request, source }]
    })
    expect(written.length).toBeGreaterThan(100)
    const runs = await runSamples(
      id,
      written.map(({ source }) => source),
      { 'my picture.png': pictureBytes },
    )
    const wrong = written.flatMap(({ key, request, source }, index) => {
      const { output = '', status } = runs[index] ?? {}
      const answer = request.method === 'HEAD' ? '418' : `echo ${key} ü`
      const differences = [
        ...arrivalDifferences(request, server.arrived(key), habits[id]),
        ...(status === 0 && output.includes('418') && output.includes(answer)
          ? []
          : [`printed ${status}: ${output}`]),
      ]
      return differences.length > 0 ? [{ key, differences, source: source.split('\n') }] : []
    })
    expect(wrong).toEqual([])
    expect(existsSync(canary)).toBe(false)
  }, 240_000)
})
