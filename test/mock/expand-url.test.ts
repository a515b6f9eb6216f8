import { evaluate, expandUrl, type ExchangeFacts } from '../../src/mock/expand-url.js'

const facts: ExchangeFacts = {
  url: 'http://localhost/subs/7?at=x%20y',
  method: 'POST',
  status: 201,
  request: {
    header: (name) => (name === 'x-url' ? 'http://a.test/h' : undefined),
    query: new Map([['at', 'x y']]),
    path: { id: '7/8' },
    body: { url: 'http://a.test/b', deep: [{ 'a/b': 5 }], no: null, host: 'a.test:80' },
  },
  response: {
    header: (name) => (name === 'location' ? 'http://a.test/l' : undefined),
    body: { id: 9 },
  },
}

test.each([
  ['$url', facts.url],
  ['$method', 'POST'],
  ['$statusCode', '201'],
  ['$request.header.X-Url', 'http://a.test/h'],
  ['$request.query.at', 'x y'],
  ['$request.path.id', '7/8'],
  ['$request.body#/url', 'http://a.test/b'],
  ['$request.body#/deep/0/a~1b', '5'],
  ['$request.body#/no', 'null'],
  ['$request.body', JSON.stringify(facts.request.body)],
  ['$response.header.Location', 'http://a.test/l'],
  ['$response.body#/id', '9'],
  ['request.body#/url', 'http://a.test/b'],
  ['$request.body#/none', undefined],
  ['$request.path.constructor', undefined],
  ['$request.query.none', undefined],
  ['$response.query.at', undefined],
  ['$response.path.id', undefined],
  ['$request.body.url', undefined],
  ['$request.body#/%', undefined],
  ['$inputs.x', undefined],
])('%s is %s', (expression, value) => {
  expect(evaluate(expression, facts)).toBe(value)
})

test.each([
  ['{$request.body#/url}', 'http://a.test/b'],
  ['$request.header.x-url', 'http://a.test/h'],
  ['{request.body#/url}/done', 'http://a.test/b/done'],
  ['http://{$request.body#/host}/x', 'http://a.test/x'],
  ['http://a.test/{$request.path.id}', 'http://a.test/7%2F8'],
  ['{$request.body#/url}?q={$request.query.at}&s={$statusCode}', 'http://a.test/b?q=x%20y&s=201'],
  ['http://a.test/plain', 'http://a.test/plain'],
  ['{$request.body#/none}', undefined],
  ['http://a.test/{$request.query.none}', undefined],
  ['file:///etc/{$method}', undefined],
  ['/relative', undefined],
  ['http://', undefined],
])('%s expands to %s', (template, url) => {
  expect(expandUrl(template, facts)).toBe(url)
})
