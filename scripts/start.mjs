// npm start: makes the clone ready, then runs the command line in this process, so that signals reach it.
import { prepare } from './prepare.mjs'

try {
  await prepare()
} catch (error) {
  console.error(`error: ${error.message}`)
  process.exit(1)
}
await import('../dist/cli/main.js')
