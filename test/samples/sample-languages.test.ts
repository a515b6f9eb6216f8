import { sampleLanguages } from '../../src/samples/sample-languages.js'
import type { SampleRequest } from '../../src/samples/sample-request.js'
import { jsonBody } from './hostile-requests.js'

const write = (id: string, request: Partial<SampleRequest>): string | undefined =>
  sampleLanguages
    .find((language) => language.id === id)
    ?.write({
      method: 'POST',
      url: 'https://api.example.com/user/{userId}',
      headers: [],
      ...request,
    })

const json = (value: unknown): Partial<SampleRequest> => ({ body: jsonBody(value) })

test('the languages are those of the documentation, in its order', () => {
  expect(sampleLanguages.map(({ id, label }) => `${id} ${label}`)).toEqual([
    ...['curl curl', 'javascript JavaScript', 'node Node.js', 'python Python', 'java Java'],
    ...['csharp C#', 'php PHP', 'go Go', 'ruby Ruby', 'r R', 'payload Payload'],
  ])
})

test.each(sampleLanguages.filter(({ id }) => id !== 'payload').map(({ id }) => id))(
  '%s shows placeholders as they are, and the same text every time',
  (id) => {
    const request = { headers: [['Authorization', 'Bearer <YOUR_JWT_HERE>']] as const }
    expect(write(id, request)).toContain('https://api.example.com/user/{userId}')
    expect(write(id, request)).toContain('Bearer <YOUR_JWT_HERE>')
    expect(write(id, request)).toBe(write(id, request))
    expect(write(id, json({ a: 1 }))).not.toMatch(/[ \t](\n|$)|\n$/)
  },
)

const hostile = `O'Brien "\\ $x #{y} </script>\n\u2028\u0085`

/** How each language writes the text above, in a header-like place of its own: the value of a text body. */
const literals: Readonly<Record<string, string>> = {
  curl: `--data-raw $'O\\'Brien "\\\\ $x #{y} </script>\\012\\342\\200\\250\\302\\205'`,
  javascript: `"O'Brien \\"\\\\ $x #{y} <\\/script>\\n\\u2028\\u0085"`,
  node: `"O'Brien \\"\\\\ $x #{y} <\\/script>\\n\\u2028\\u0085"`,
  python: `"O'Brien \\"\\\\ $x #{y} </script>\\n\\u2028\\u0085".encode()`,
  java: `"O'Brien \\"\\\\ $x #{y} </script>",\n            "\\u2028\\u0085"`,
  csharp: `"O'Brien \\"\\\\ $x #{y} </script>\\n" +\n            "\\u2028\\u0085"`,
  php: `"O'Brien \\"\\\\ \\$x #{y} </script>\\n\\u{2028}\\u{85}"`,
  go: `"O'Brien \\"\\\\ $x #{y} </script>\\n\\u2028\\u0085"`,
  ruby: `"O'Brien \\"\\\\ $x \\#{y} </script>\\n\\u{2028}\\u{85}"`,
  r: `"O'Brien \\"\\\\ $x #{y} </script>\\n\\u{2028}\\u{85}"`,
}

test.each(Object.entries(literals))('%s escapes by its own rules', (id, literal) => {
  const body = { kind: 'text', mediaType: 'text/plain', text: hostile } as const
  expect(write(id, { body })).toContain(literal)
})

test('PHP and Ruby write what needs no escape between single quotes', () => {
  const headers = [['X-A', `a\\b'c $d #{e}`]] as const
  expect(write('php', { headers })).toContain(`'X-A: a\\\\b\\'c $d #{e}'`)
  expect(write('ruby', { headers })).toContain(`request['X-A'] = 'a\\\\b\\'c $d #{e}'`)
})

describe('a body of JSON', () => {
  const value = JSON.parse('{"a b":[true,null,1.5],"__proto__":{"c":{}},"d":[]}') as unknown
  test('is a literal of JavaScript', () =>
    expect(write('node', json(value))).toContain(
      [
        '  body: JSON.stringify({',
        '    "a b": [true, null, 1.5],',
        '    ["__proto__"]: {',
        '      c: {},',
        '    },',
        '    d: [],',
        '  }),',
      ].join('\n'),
    ))
  test('is a literal of Python', () =>
    expect(write('python', json(value))).toContain(
      [
        '    json={',
        '        "a b": [True, None, 1.5],',
        '        "__proto__": {',
        '            "c": {},',
        '        },',
        '        "d": [],',
        '    },',
      ].join('\n'),
    ))

  const large = 9007199254740993n
  test('keeps the digits of large integers, as text where the language has only doubles', () => {
    expect(write('python', json([large]))).toContain('json=[9007199254740993],')
    expect(write('node', json([large]))).toContain('body: "[9007199254740993]",')
    for (const { id } of sampleLanguages)
      expect(write(id, json([large]))).toContain('9007199254740993')
  })
  test('that is null is sent by Python as well', () =>
    expect(write('python', json(null))).toContain('data="null".encode()'))
  test('is text where it nests deeper than parsers like', () => {
    const deep = JSON.parse('['.repeat(40) + ']'.repeat(40)) as unknown
    expect(write('python', json(deep))).toContain('data="[')
  })
})

describe('a language without a way to send a request', () => {
  test('has no sample: fetch and a GET with a body', () => {
    const request = { method: 'GET', ...json({}) }
    expect(write('javascript', request)).toBeUndefined()
    expect(write('node', request)).toContain('import { request } from "node:https";')
  })
  test('has no sample: Java, C# and headers beyond ASCII', () => {
    const headers = [['X-A', 'ü']] as const
    expect(write('java', { headers })).toBeUndefined()
    expect(write('csharp', { headers })).toBeUndefined()
    expect(write('python', { headers })).toContain('"X-A": "ü".encode(),')
    expect(write('node', { headers })).toContain(String.raw`"X-A": "Ã¼"`)
  })
})

describe('the payload', () => {
  test('is nothing without a body', () => expect(write('payload', {})).toBeUndefined())
  test('is the JSON alone', () => expect(write('payload', json({ a: 1 }))).toBe('{\n  "a": 1\n}'))
  test('is a form as it is sent', () => {
    const fields = [
      ['a b', 'c&d'],
      ['e', 'ü'],
    ] as const
    expect(write('payload', { body: { kind: 'form', mediaType: '', fields } })).toBe(
      'a+b=c%26d&e=%C3%BC',
    )
  })
  test('is a multipart form with the names of its files', () => {
    const parts = [
      { kind: 'value', name: 'a', value: 'b' },
      { kind: 'file', name: 'f', fileName: 'p.png' },
    ] as const
    const text = write('payload', { body: { kind: 'multipart', mediaType: '', parts } })
    expect(text?.split('\n')).toEqual([
      ...['--boundary', 'Content-Disposition: form-data; name="a"', '', 'b'],
      ...['--boundary', 'Content-Disposition: form-data; name="f"; filename="p.png"', ''],
      ...['< p.png', '--boundary--', ''],
    ])
  })
})

test('cookies are sent by C# as they are given, not from a store of its own', () => {
  const sample = write('csharp', { headers: [['Cookie', 'a=b']] })
  expect(sample).toContain('new HttpClient(new HttpClientHandler { UseCookies = false })')
  expect(write('csharp', {})).toContain('new HttpClient()')
})

test('headers of content go with the content in C#, which drops them elsewhere', () => {
  const headers = [
    ['Content-Language', 'en'],
    ['X-A', 'b'],
  ] as const
  const sample = write('csharp', { headers, ...json({}) })
  expect(sample).toContain(
    'request.Content.Headers.TryAddWithoutValidation("Content-Language", "en")',
  )
  expect(sample).toContain('request.Headers.TryAddWithoutValidation("X-A", "b")')
})

test('a text longer than a constant of Java may be is written in pieces', () => {
  const text = 'x'.repeat(25_000)
  const sample = write('java', { body: { kind: 'text', mediaType: 'text/plain', text } }) ?? ''
  const literals = [...sample.matchAll(/"(x+)"/g)].map(([, piece = '']) => piece)
  expect(literals.map(({ length }) => length)).toEqual([10_000, 10_000, 5_000])
})
