import { ControlError } from '../../src/control-client/index.js'
import { cellText, typedValue } from '../../src/console/page/cell-text.js'
import { columnsOf } from '../../src/console/page/columns-of.js'
import { readObject } from '../../src/console/page/read-object.js'
import { violationsOf } from '../../src/console/page/violations-of.js'

test.each<[typed: string, before: unknown, value: unknown]>([
  ['7', 3, 7],
  ['7', 'three', '7'],
  ['', 'three', ''],
  ['', 3, null],
  ['', undefined, undefined],
  ['true', false, true],
  ['seven', 3, 'seven'],
  ['{"a":1}', { a: 0 }, { a: 1 }],
  ['"text"', null, 'text'],
  ['null', null, null],
])('%j where %j was is %j', (text, before, value) => {
  expect(typedValue(text, before)).toEqual(value)
})

test('what is in a cell and is not changed stays what it is', () => {
  for (const value of ['text', 7, true, { a: [1] }, '7'])
    expect(typedValue(cellText(value), value)).toEqual(value)
})

test('the identity is the first column, further ones come as they are met', () => {
  const records = [
    { name: 'a', id: 1 },
    { id: 2, age: 3 },
  ]
  expect(columnsOf(records, 'id')).toEqual(['id', 'name', 'age'])
})

test('what is typed as JSON is an object or a fault', () => {
  expect(readObject('{ "a": 1 }')).toEqual({ a: 1 })
  expect(readObject('  ')).toEqual({})
  for (const wrong of ['{ a: 1 }', '[1]', '"text"', 'null'])
    expect([wrong, typeof readObject(wrong)]).toEqual([wrong, 'string'])
})

test('violations are those of members, in a list of records as well', () => {
  const violations = [
    { location: 'body', pointer: '/email', message: 'is no address' },
    { location: 'body', pointer: '/records/0/a~1b', message: 'is required' },
    { location: 'body', pointer: '', message: 'is too large' },
  ]
  const problem = new ControlError('putRecord', 422, { status: 422, violations })
  expect(violationsOf(problem)).toEqual([
    { member: 'email', message: 'is no address' },
    { member: 'a/b', message: 'is required' },
    { member: '', message: 'is too large' },
  ])
  expect(violationsOf(new TypeError('fetch failed'))).toEqual([])
})
