import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { transform } from '@swc/core'

const ROOT = resolve(__dirname, '../..')

/** Transpiles what the store needs into a folder that plain `node` can import from, and returns the folder. */
export async function compileSources(): Promise<string> {
  const target = await mkdtemp(join(tmpdir(), 'store-sources-'))
  await symlink(join(ROOT, 'node_modules'), join(target, 'node_modules'))
  await writeFile(join(target, 'package.json'), '{ "type": "module" }')
  const folders = await Promise.all(
    ['lib', 'errors', 'store'].map(async (folder) => {
      const names = await readdir(join(ROOT, 'src', folder))
      return names.map((name) => join(folder, name))
    }),
  )
  const files = ['errors.ts', ...folders.flat()].filter((name) => name.endsWith('.ts'))
  await Promise.all(files.map((file) => compile(file, target)))
  return target
}

async function compile(file: string, target: string): Promise<void> {
  const source = await readFile(join(ROOT, 'src', file), 'utf8')
  const { code } = await transform(source, {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  })
  const output = join(target, file.replace(/\.ts$/, '.js'))
  await mkdir(dirname(output), { recursive: true })
  await writeFile(output, code)
}
