import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Runs the modules one after the other, each with what it prints kept apart. */
const driver = `
const outputs = []
for (let n = 0; n < Number(process.argv[2]); n++) {
  const lines = []
  console.log = (...words) => lines.push(words.join(' '))
  await import('./' + n + '.mjs').catch((error) => lines.push(String(error)))
  outputs.push(lines.join('\\n'))
}
process.stdout.write(JSON.stringify(outputs))
`

/** What each of some ES modules prints, all of them run in one process of Node, where `files` are. */
export const runModules = async (
  sources: readonly string[],
  files: Readonly<Record<string, Uint8Array>>,
): Promise<readonly string[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'samples-'))
  try {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
    sources.forEach((source, index) => writeFileSync(join(folder, `${index}.mjs`), source))
    writeFileSync(join(folder, 'driver.mjs'), driver)
    const words = ['driver.mjs', String(sources.length)]
    return await new Promise((resolve, reject) => {
      execFile(process.execPath, words, { cwd: folder, timeout: 30_000 }, (error, stdout) =>
        error ? reject(error) : resolve(JSON.parse(stdout) as string[]),
      )
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
