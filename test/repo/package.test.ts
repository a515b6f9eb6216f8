import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '..', '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

interface Manifest {
  readonly bin: Record<string, string>
  readonly scripts: Record<string, string>
  readonly dependencies: Record<string, string>
}

interface LockedPackage {
  readonly dev?: boolean
  readonly optional?: boolean
  readonly hasInstallScript?: boolean
}

const manifest = JSON.parse(read('package.json')) as Manifest
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, LockedPackage> }

test('nothing that users install has an install script', () => {
  const installed = Object.entries(lock.packages).filter(([path, { dev }]) => path && !dev)
  expect(installed.length).toBeGreaterThan(10)
  expect(installed.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([])
})

test('dependencies are exact versions', () => {
  for (const version of Object.values(manifest.dependencies))
    expect(version).toMatch(/^\d+\.\d+\.\d+$/)
})

test('every file that a script runs is there', () => {
  const files = Object.values(manifest.scripts).flatMap(
    (script) => script.match(/scripts\/\S+/g) ?? [],
  )
  expect(files.length).toBeGreaterThan(3)
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([])
})

test('the command has its shebang', () => {
  const source = manifest.bin['openapi-sandbox']?.replace(/^dist\/(.*)\.js$/, 'src/$1.ts')
  expect(read(source ?? '')).toMatch(/^#!\/usr\/bin\/env node\n/)
})
