// Deletes what npm has installed and nobody reads: 200 MB of dereferenced copies.
import { readdirSync, rmSync } from 'node:fs'

const folder = new URL('node_modules/@octokit/openapi/generated/', import.meta.url)
for (const name of readdirSync(folder)) if (name.includes('.deref.')) rmSync(new URL(name, folder))
