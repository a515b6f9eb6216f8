// Starts Scalar's mock server, which is a library. usage: node scalar.mjs FILE PORT
import { readFileSync } from 'node:fs'
import { serve } from '@hono/node-server'
import { createMockServer } from '@scalar/mock-server'
import { parse } from 'yaml'

const [file, port] = process.argv.slice(2)
const text = readFileSync(file, 'utf8')
const document = file.endsWith('.json') ? JSON.parse(text) : parse(text)
const app = await createMockServer({ document })
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(port) })
