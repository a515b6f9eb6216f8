// The reference component of the docs pages: one file of Scalar's npm package, pinned by its integrity. The package
// itself is no dependency: it asks for a newer Node than ours, and brings 250 MB of which one file is used.
//
//   node scripts/scalar.mjs    fetches it with npm, unless it is there already
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'

const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '..')

const version = '1.72.1'
const tarball = {
  name: `@scalar/api-reference@${version}`,
  integrity:
    'sha512-XpEJ0rfc/cXbCrR+iC4kK0o/WwX2dTtGQbT049OlPKAHD6IMIFdTeGz2r+M27P2EDWKyUITRm/NzlP8z2pw/Ow==',
  entry: 'package/dist/browser/standalone.js',
}

/** What stands in the place of the notice that the package does not hold itself. */
const licence = `Scalar API Reference ${version}, https://github.com/scalar/scalar

MIT License

Copyright (c) 2023-present Scalar

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
`

const names = ['standalone.js.gz', 'scalar.json', 'LICENSE.txt']

/** What `placeScalar` writes, relative to dist/. */
export const scalarOutputs = names.map((name) => `docs-site/scalar/${name}`)

const cacheOf = (root) => join(root, '.cache', 'scalar', version)

const isFetched = (root) => names.every((name) => existsSync(join(cacheOf(root), name)))

const hash = (algorithm, bytes) =>
  `${algorithm}-${createHash(algorithm).update(bytes).digest('base64')}`

/** The bytes of one file in a tar archive (POSIX.1-1988: headers of 512 bytes, contents padded to as many). */
const entryOf = (archive, name) => {
  for (let at = 0; at < archive.length;) {
    const text = (from, length) =>
      archive.toString('latin1', at + from, at + from + length).replace(/\0.*$/s, '')
    const size = parseInt(text(124, 12), 8) || 0
    const path = [text(345, 155), text(0, 100)].filter(Boolean).join('/')
    if (path === name) return archive.subarray(at + 512, at + 512 + size)
    at += 512 * (1 + Math.ceil(size / 512))
  }
  throw new Error(`the package has no ${name}`)
}

/** Has npm download the package; its cache serves as well. Gives the bytes of the archive. */
const download = (folder) => {
  const words = ['pack', tarball.name, '--pack-destination', folder, '--prefer-offline', '--silent']
  const npm = process.env.npm_execpath
  const isNpm = npm !== undefined && /npm-cli\.c?js$/.test(npm)
  const [program, ...before] = isNpm
    ? [process.execPath, npm]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm']
  const { status } = spawnSync(program, [...before, ...words], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
  if (status !== 0 || file === undefined) throw new Error(`npm could not fetch ${tarball.name}`)
  return readFileSync(join(folder, file))
}

/** Fetches the component unless it is there. Throws when npm cannot, or gives something else than was pinned. */
export function fetchScalar({ root = packageRoot } = {}) {
  if (isFetched(root)) return false
  mkdirSync(dirname(cacheOf(root)), { recursive: true })
  // In a folder of its own, which takes its place in one step: two clones of a test may prepare at once.
  const folder = mkdtempSync(join(dirname(cacheOf(root)), 'fetch-'))
  try {
    const archive = download(folder)
    const found = hash('sha512', archive)
    if (found !== tarball.integrity)
      throw new Error(`${tarball.name} is not what was pinned: ${found}`)
    const script = entryOf(gunzipSync(archive), tarball.entry)
    const made = join(folder, 'made')
    mkdirSync(made)
    writeFileSync(join(made, 'standalone.js.gz'), gzipSync(script, { level: 9 }))
    writeFileSync(
      join(made, 'scalar.json'),
      `${JSON.stringify({ version, integrity: hash('sha384', script) })}\n`,
    )
    writeFileSync(join(made, 'LICENSE.txt'), licence)
    rmSync(cacheOf(root), { recursive: true, force: true })
    renameSync(made, cacheOf(root))
    return true
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Puts the component into dist/, where it was fetched and is not there. */
export function placeScalar(root) {
  if (!isFetched(root)) return
  for (const [index, name] of names.entries()) {
    const target = join(root, 'dist', scalarOutputs[index])
    const source = join(cacheOf(root), name)
    if (existsSync(target) && readFileSync(target).equals(readFileSync(source))) continue
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(source, target)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log(fetchScalar() ? `Fetched ${tarball.name}` : `${tarball.name} is there already`)
    placeScalar(packageRoot)
  } catch (error) {
    console.error(`error: ${error.message}`)
    process.exitCode = 1
  }
}
