import { headerParameters } from '../../src/lib/header-parameters.js'
import { readMultipart } from '../../src/lib/multipart.js'
import { bytesOf, textOf } from '../../src/lib/text-bytes.js'

const part = (disposition: string, content: string, more = ''): string =>
  `--x\r\nContent-Disposition: ${disposition}\r\n${more}\r\n${content}\r\n`
const a = part('form-data; name="a"', '1')
const end = '--x--'

const read = (text: string, boundary: string | undefined = 'x'): unknown => {
  const form = readMultipart(bytesOf(text), boundary)
  return 'fault' in form
    ? form.fault
    : form.parts.map(({ name, bytes }) => [name, textOf(bytes)] as const)
}

const forms: readonly (readonly [string, string, unknown])[] = [
  ['one part', a + end, [['a', '1']]],
  ['no part', end, []],
  [
    'two parts',
    a + a + end,
    [
      ['a', '1'],
      ['a', '1'],
    ],
  ],
  ['text before and after', `before\r\n${a}${end}\r\nafter`, [['a', '1']]],
  ['spaces after the boundary', a.replace('--x', '--x \t') + end, [['a', '1']]],
  ['an empty part', part('form-data; name=a', '') + end, [['a', '']]],
  ['lines in a part', part('form-data; name=a', '1\r\n\r\n2\r\n') + end, [['a', '1\r\n\r\n2\r\n']]],
  [
    'what resembles the boundary',
    part('form-data; name=a', '1\r\n--xy\r\n') + end,
    [['a', '1\r\n--xy\r\n']],
  ],
  ['quotes', part('form-data; name="a\\"b"', '1') + end, [['a"b', '1']]],
  ['quotes of browsers', part('form-data; name="a%22b"', '1') + end, [['a"b', '1']]],
  ['another order', part('FORM-DATA; filename="; name=b"; name=a', '1') + end, [['a', '1']]],
  ['UTF-8', part('form-data; name="é"', 'ü') + end, [['é', 'ü']]],
  ['names of prototypes', part('form-data; name=__proto__', '1') + end, [['__proto__', '1']]],
  ['nothing', '', 'its boundary is nowhere'],
  ['another boundary', a.replace('--x', '--y'), 'its boundary is nowhere'],
  ['no end', a, 'its last boundary is missing'],
  ['a delimiter only', '--x\r\n', 'its last boundary is missing'],
  ['line feeds', (a + end).replaceAll('\r', ''), 'its boundary is nowhere'],
  ['no headers', `--x\r\n\r\n1\r\n${end}`, 'a part has no Content-Disposition: form-data'],
  [
    'no empty line',
    `--x\r\nContent-Disposition: form-data; name=a\r\n${end}`,
    'a part has no empty line after its headers',
  ],
  ['nothing between delimiters', `--x\r\n${end}`, 'a part has no empty line after its headers'],
  [
    'another disposition',
    part('attachment; name=a', '1') + end,
    'a part has no Content-Disposition: form-data',
  ],
  ['no name', part('form-data', '1') + end, 'a part has a Content-Disposition without a name'],
  [
    'an open quote',
    part('form-data; name="a', '1') + end,
    'a part has a Content-Disposition without a name',
  ],
  [
    'no sense',
    part('form-data; =;;"', '1') + end,
    'a part has a Content-Disposition without a name',
  ],
  [
    'long headers',
    part('form-data; name=a', '1', `X: ${'y'.repeat(20_000)}\r\n`) + end,
    'a part has more than 16384 bytes of headers',
  ],
  ['1001 parts', a.repeat(1001) + end, 'it has more than 1000 parts'],
]

test.each(forms)('%s', (_, text, expected) => {
  expect(read(text)).toEqual(expected)
})

test.each([undefined, '', 'x'.repeat(71)])('the boundary %j is none', (boundary) => {
  expect(readMultipart(bytesOf(a + end), boundary)).toHaveProperty('fault')
})

test('a file has a name, a type and any bytes', () => {
  const head = bytesOf(
    '--x\r\ncontent-disposition: form-data; name=f; filename="a.bin"\r\ncontent-type: image/png\r\n\r\n',
  )
  const content = Uint8Array.from({ length: 256 }, (_, index) => index)
  const form = readMultipart(new Uint8Array([...head, ...content, ...bytesOf('\r\n--x--')]), 'x')
  expect(form).toEqual({
    parts: [
      {
        name: 'f',
        filename: 'a.bin',
        contentType: 'image/png',
        headers: new Map([
          ['content-disposition', 'form-data; name=f; filename="a.bin"'],
          ['content-type', 'image/png'],
        ]),
        bytes: content,
      },
    ],
  })
})

test('a megabyte of half boundaries is read at once', () => {
  const text = '\r\n--'.repeat(250_000)
  const before = performance.now()
  expect(read(text, `${'\r\n--'.repeat(15)}x`)).toBe('its boundary is nowhere')
  expect(performance.now() - before).toBeLessThan(1000)
})

const headers: readonly (readonly [string, Record<string, string> | undefined])[] = [
  ['a/b', {}],
  ['a/b;', {}],
  ['a/b; ;c=d', { c: 'd' }],
  ['a/b; C="d;e" ; f=', { c: 'd;e', f: '' }],
  ['a/b; c=1; c=2', { c: '1' }],
  ['a/b; c', undefined],
  ['a/b; c=d e', undefined],
  ['a/b; c="d', undefined],
]

test.each(headers)('the parameters of %j', (header, expected) => {
  const found = headerParameters(header)
  expect(found && Object.fromEntries(found)).toEqual(expected)
})
