import { covers, essence, isJson, isMediaType } from '../../src/lib/media-type.js'

test.each([
  ['application/json', 'application/json'],
  ['Application/JSON; charset=utf-8', 'application/json'],
  [' text/plain ;x', 'text/plain'],
  ['application/json\t;x', 'application/json'],
  ['', ''],
  [';', ''],
])('the essence of %j', (type, expected) => {
  expect(essence(type)).toBe(expected)
})

test.each([
  ['application/json', true],
  ['application/vnd.api+json', true],
  ['*/*', true],
  ['json', false],
  ['a/b/c', false],
  ['a/', false],
  ['/b', false],
  ['a/b, c/d', false],
  ['a /b', false],
  ['', false],
])('%j is a media type: %s', (type, expected) => {
  expect(isMediaType(type)).toBe(expected)
})

test.each([
  ['application/json', true],
  ['APPLICATION/JSON;x=1', true],
  ['application/problem+json', true],
  ['text/json', true],
  ['application/jsonx', false],
  ['application/json-seq', false],
  ['application/xml', false],
  ['text/plain;x=+json', false],
])('%s is JSON: %s', (type, expected) => {
  expect(isJson(type)).toBe(expected)
})

test.each([
  ['*/*', 'a/b', true],
  ['a/*', 'a/b', true],
  ['a/*', 'ab/c', false],
  ['a/b', 'A/B;x', true],
  ['a/b;x', 'a/b', true],
  ['a/b', 'a/*', false],
  ['*', 'a/b', false],
])('%s covers %s: %s', (range, type, expected) => {
  expect(covers(range, type)).toBe(expected)
})
