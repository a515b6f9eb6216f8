import { ask } from '../mock/ask.js'
import { openServer } from './support/open-server.js'

const answered = (text: string) => ({
  get: { responses: { 200: { content: { 'text/plain': { example: text } } } } },
})

const contract = {
  openapi: '3.0.3',
  info: { title: 'Pets', version: '1' },
  servers: [
    { url: 'https://api.example.com/v1/' },
    { url: '/v1/{stage}', variables: { stage: { default: 'beta' } } },
    { url: 'https://docs.example.com/_mock/pets/v9' },
    { url: 'https://api.example.com' },
    { url: 'http://[' },
  ],
  paths: { '/pets': answered('pets'), '/v1/cats': answered('bare'), '/cats': answered('below') },
}

test.each([
  ['/pets', 200, 'pets'],
  ['/v1/pets', 200, 'pets'],
  ['/v1/beta/pets', 200, 'pets'],
  ['/v1/cats', 200, 'bare'],
  ['/v1/beta/cats', 200, 'below'],
  ['/v1pets', 404, ''],
  ['/v2/pets', 404, ''],
  ['/v9/pets', 404, ''],
])('%s is a %i on mock and root', async (path, status, text) => {
  const server = await openServer({ contract })
  for (const base of ['', '/_mock/pets']) {
    const answer = await ask(server, `GET ${base}${path}`)
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(text)])
  }
})
