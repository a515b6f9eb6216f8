// Whether node_modules is what package-lock.json asks for, and how to make it so.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** `missing`, `stale` or `current`: compares contents, because a fresh clone has new times everywhere. */
export function installState(root) {
  if (!existsSync(join(root, 'node_modules'))) return 'missing'
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))
  if (!installed) return 'stale'
  const manifest = readJson(join(root, 'package.json'))
  const lock = readJson(join(root, 'package-lock.json'))
  if (!lock) return 'current'
  const isLocked = sameRequests(manifest, lock.packages[''])
  return isLocked && sameVersions(lock.packages, installed.packages) ? 'current' : 'stale'
}

const kinds = ['dependencies', 'devDependencies', 'optionalDependencies']

function sameRequests(manifest, locked) {
  return kinds.every((kind) => sortedJson(manifest[kind] ?? {}) === sortedJson(locked[kind] ?? {}))
}

const sortedJson = (object) => JSON.stringify(Object.entries(object).sort())

/** Packages for other platforms are optional, and rightly absent. */
function sameVersions(wanted, installed) {
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true
    const found = installed[path]
    return found ? found.version === version : Boolean(optional || devOptional)
  })
}

/**
 * Installs what package-lock.json says. `npm install` and not `npm ci`, which empties node_modules first (with the
 * network off, nothing would be left) and refuses lock files made where a registry lacks packages of other platforms.
 * No package needs its install script.
 */
export function install(root, state) {
  const manifest = readJson(join(root, 'package.json'))
  const lock = readJson(join(root, 'package-lock.json'))
  const isLocked = lock && sameRequests(manifest, lock.packages[''])
  const words = ['install', '--include=dev', '--ignore-scripts', '--prefer-offline']
  words.push('--no-audit', '--no-fund')
  // Edited requests belong into the lock file; otherwise it must stay as it is.
  if (isLocked) words.push('--no-save')
  if (state === 'stale') words.push('--loglevel=error')
  const npm = process.env.npm_execpath
  const isNpm = npm !== undefined && /npm-cli\.c?js$/.test(npm)
  const command = isNpm
    ? [process.execPath, npm]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm']
  const [program, ...before] = command
  const { status } = spawnSync(program, [...before, ...words], { cwd: root, stdio: 'inherit' })
  return status === 0
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
