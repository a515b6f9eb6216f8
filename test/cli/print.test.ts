import { createPrinter, type Sink } from '../../src/cli/print.js'

const createSink = () => {
  const writes: string[] = []
  const listeners: ((error: Error) => void)[] = []
  const sink: Sink = {
    isTTY: true,
    write: (text, done) => {
      if (text) writes.push(text)
      done?.()
      return true
    },
    on: (_, listener) => listeners.push(listener),
  }
  return { sink, writes, fail: (error: Error) => listeners.forEach((listener) => listener(error)) }
}

const createFixture = () => {
  const out = createSink()
  const err = createSink()
  const due: (() => void)[] = []
  const printer = createPrinter(out.sink, err.sink, (work) => due.push(work))
  return { out, err, printer, due, turn: () => due.splice(0).forEach((work) => work()) }
}

test('the lines of one turn go out in one write', () => {
  const { out, printer, due, turn } = createFixture()
  printer.line('a')
  printer.line('b')
  expect(out.writes).toEqual([])
  expect(due).toHaveLength(1)
  turn()
  printer.line('c')
  turn()
  expect(out.writes).toEqual(['a\nb\n', 'c\n'])
})

test('errors come after what was printed before them', () => {
  const { out, err, printer } = createFixture()
  printer.line('a')
  printer.error('wrong')
  expect(out.writes).toEqual(['a\n'])
  expect(err.writes).toEqual(['wrong\n'])
})

test('a reader that goes away ends the output, and nothing else', async () => {
  const { out, err, printer, turn } = createFixture()
  out.fail(new Error('EPIPE'))
  printer.line('a')
  turn()
  printer.error('wrong')
  await printer.finish()
  expect(out.writes).toEqual([])
  expect(err.writes).toEqual(['wrong\n'])
})

test('finish writes what is pending', async () => {
  const { out, printer } = createFixture()
  printer.line('a')
  await printer.finish()
  expect(out.writes).toEqual(['a\n'])
  expect(printer.isTerminal).toBe(true)
})

test('what is drawn in place is taken away before other lines, and leaves nothing', () => {
  const { out, err, printer, turn } = createFixture()
  printer.progress?.('half')
  printer.progress?.('whole')
  printer.line('a')
  turn()
  printer.progress?.('more')
  printer.error('wrong')
  printer.progress?.('')
  expect(err.writes.join('')).toBe('half\r\u001b[Kwhole\r\u001b[Kmore\r\u001b[Kwrong\n')
  expect(out.writes).toEqual(['a\n'])
})
