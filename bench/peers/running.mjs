// Starts a server on a document, waits for its first answer, and tells its memory.
import { execFileSync, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { node } from './servers.mjs'

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(String(port)))
    })
  })

/** The resident memory of a process and all it started, in MB. */
const memoryOf = (root) => {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number))
  const family = new Set([root])
  for (let grown = true; grown;) {
    const before = family.size
    for (const [pid, parent] of rows) if (family.has(parent)) family.add(pid)
    grown = family.size > before
  }
  const kilobytes = rows.reduce((sum, [pid, , rss]) => sum + (family.has(pid) ? rss : 0), 0)
  return Math.round(kilobytes / 1024)
}

const answers = async (url, { path, ...request }) => {
  try {
    const response = await fetch(url + path, { ...request, signal: AbortSignal.timeout(60_000) })
    await response.arrayBuffer()
    return response.status
  } catch {
    return undefined
  }
}

/** Milliseconds from the start of the process to its first answer; it has ended or is too slow: undefined. */
const firstAnswer = async (child, url, request, limit) => {
  const started = performance.now()
  while (performance.now() - started < limit && child.exitCode === null) {
    const status = await answers(url, request)
    if (status !== undefined) return { milliseconds: performance.now() - started, status }
    await delay(10)
  }
  return undefined
}

/** A running server; `stop` ends it and what it started. */
export const start = async (server, { file, ...document }, request, limit = 150_000) => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}${server.base?.(document) ?? ''}`
  const child = spawn(node, server.words(file, port), { stdio: 'ignore', detached: true })
  const first = await firstAnswer(child, url, request, limit)
  const stop = async () => {
    if (child.exitCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    process.kill(-child.pid, 'SIGKILL')
    await ended
  }
  return { url, first, memory: () => memoryOf(child.pid), stop }
}
