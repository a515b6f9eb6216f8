// A writer to be killed: node store-child.mjs SOURCES DIRECTORY. Each of eight clients adds to its own
// record and to a common counter, and tells every acknowledged write on standard output at once.
import { writeSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const [sources, directory] = process.argv.slice(2)
const { openJsonFileStore } = await import(pathToFileURL(`${sources}/store/json-file-store.js`))
const records = { name: 'records', key: (record) => record.id }
const store = await openJsonFileStore({ directory, initial: () => ({ collections: {} }) })
writeSync(1, `open ${process.pid}\n`)

const client = async (id) => {
  for (;;) {
    const n = await store.transaction('w', async (state) => {
      const next = ((await state.get(records, id))?.n ?? 0) + 1
      state.put(records, { id, n: next, twin: next, padding: 'x'.repeat(2000) })
      return next
    })
    writeSync(1, `${id} ${n}\n`)
  }
}
await Promise.all(['0', '1', '2', '3', '4', '5', '6', '7'].map((id) => client(id)))
