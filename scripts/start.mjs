// npm start: makes the clone ready, then runs the command line in this process, so that signals reach it:
// with `exec` in package.json there is no shell between npm and us either, which would die of them alone.
import { prepare } from './prepare.mjs'

try {
  await prepare()
} catch (error) {
  console.error(`error: ${error.message}`)
  process.exit(1)
}
await import('../dist/cli/main.js')
