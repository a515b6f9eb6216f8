import { samplesOf } from '../../src/samples/samples-of.js'
import { base, loaded } from './judge-sample.js'

const labels = 'curl, JavaScript, Node.js, Python, Java, C#, PHP, Go, Ruby, R, Payload'

const samplesWith = async (operation: object, method = 'post') => {
  const contract = await loaded({
    openapi: '3.1.0',
    info: { title: 'One', version: '1' },
    paths: { '/things': { [method]: { operationId: 'one', responses: {}, ...operation } } },
  })
  return samplesOf(contract, contract.byId.get('one')!, base)
}

const sourceOf = (samples: readonly { label: string; source: string }[], label: string) =>
  samples.find((sample) => sample.label === label)?.source

test('every operation has the documented languages, in the documented order', async () => {
  const contract = await loaded()
  for (const operation of contract.operations) {
    const samples = await samplesOf(contract, operation, base)
    expect(samples.map(({ label }) => label).join(', ')).toBe(labels)
    expect(samples.every(({ source }) => source.length > 0)).toBe(true)
  }
})

test('the payload says so where there is none', async () => {
  expect(sourceOf(await samplesWith({}), 'Payload')).toBe('This request has no body.')
  const file = { requestBody: { content: { 'application/pdf': {} } } }
  expect(sourceOf(await samplesWith(file), 'Payload')).toBe('The body is the file body.pdf.')
  const form = { requestBody: { content: { 'application/x-www-form-urlencoded': {} } } }
  expect(sourceOf(await samplesWith(form), 'Payload')).toBe('The body is empty.')
  const text = { requestBody: { content: { 'text/plain': { example: 'Hello' } } } }
  expect(sourceOf(await samplesWith(text), 'Payload')).toBe('Hello')
})

describe("the document's own samples", () => {
  const own = [
    { lang: 'PYTHON', source: 'client.things()' },
    { lang: 'Kotlin', source: 'things()' },
    { lang: 'JavaScript', label: 'Our SDK', source: 'sdk.things()' },
    { lang: 'JavaScript', label: 'Our SDK', source: 'sdk.thing(1)' },
    { lang: 'Go' },
    'nonsense',
  ]

  test.each(['x-codeSamples', 'x-code-samples'])('win, and others come last: %s', async (name) => {
    const samples = await samplesWith({ [name]: own })
    expect(samples.map(({ label }) => label).join(', ')).toBe(`${labels}, Kotlin, Our SDK, Our SDK`)
    expect(samples.map(({ id }) => id).slice(-3)).toEqual(['kotlin', 'our-sdk', 'our-sdk-2'])
    expect(sourceOf(samples, 'Python')).toBe('client.things()')
    expect(sourceOf(samples, 'Go')).toContain('package main')
  })

  test('that are no list change nothing', async () => {
    const samples = await samplesWith({ 'x-codeSamples': 'see below' })
    expect(samples.map(({ label }) => label).join(', ')).toBe(labels)
  })
})
