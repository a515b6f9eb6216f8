import { readSourceDocument } from '../../src/contract/source-document.js'
import { nonsense } from '../contract/nonsense.js'

test.each(nonsense(5_000_000))('5 MB of %s are refused within seconds', async (_, text) => {
  const started = performance.now()
  await expect(readSourceDocument(text, 'a.yaml')).rejects.toMatchObject({
    code: expect.stringMatching(/^contract-(malformed|invalid)$/) as string,
  })
  expect(performance.now() - started).toBeLessThan(5000)
})
