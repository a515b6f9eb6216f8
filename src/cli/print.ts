/** The part of a stream that printing needs; `process.stdout` is one. */
export interface Sink {
  readonly isTTY?: boolean | undefined
  /** The width of a terminal. */
  readonly columns?: number | undefined
  write(text: string, done?: (error?: Error | null) => void): boolean
  on(event: 'error', listener: (error: Error) => void): unknown
}

/** The only way to a terminal, a pipe or a file. */
export interface Printer {
  /** True when a person reads along. */
  readonly isTerminal: boolean
  /** Writes a line to standard output; the lines of one turn of the event loop go out in one write. */
  line(text: string): void
  /** Writes a line to standard error, after what was printed before it. */
  error(text: string): void
  /** Writes a line to standard error in the place of the last one; an empty one is taken away. Only on a terminal. */
  progress?(text: string): void
  /** How many columns that terminal has. */
  columns?(): number
  /** Resolves when everything printed has left the process. */
  finish(): Promise<void>
}

// ECMA-48 §8.3.41 (EL): to the beginning of the line, and nothing is left of it.
const eraseLine = '\r\u001b[K'

/**
 * Prints to these streams. A reader that goes away (`| head`, EPIPE) or a full disk ends the output, never the
 * server.
 */
export const createPrinter = (
  out: Sink = process.stdout,
  err: Sink = process.stderr,
  soon: (work: () => void) => unknown = setImmediate,
): Printer => {
  const output = createSink(out)
  const errors = createSink(err)
  let pending: string[] = []
  const drawing = createDrawing(errors)
  const flush = (): void => {
    const text = pending.join('')
    pending = []
    if (!text) return
    drawing.erase()
    output.write(text)
  }
  return {
    isTerminal: out.isTTY === true,
    line: (text) => {
      if (pending.length === 0) soon(flush)
      pending.push(`${text}\n`)
    },
    error: (text) => {
      flush()
      drawing.erase()
      errors.write(`${text}\n`)
    },
    ...(err.isTTY === true && {
      columns: () => err.columns ?? 80,
      progress: drawing.draw,
    }),
    finish: async () => {
      flush()
      await Promise.all([output.drained(), errors.drained()])
    },
  }
}

/** Whether this process belongs to a terminal, whose closing sends SIGHUP. */
export const hasTerminal = (
  streams: readonly { readonly isTTY?: boolean }[] = [
    process.stdin,
    process.stdout,
    process.stderr,
  ],
): boolean => streams.some(({ isTTY }) => isTTY === true)

/** A line of a terminal that is drawn in place, and taken away before anything else is written there. */
const createDrawing = ({ write }: { readonly write: (text: string) => void }) => {
  let isDrawn = false
  const erase = (): void => {
    if (isDrawn) write(eraseLine)
    isDrawn = false
  }
  const draw = (text: string): void => {
    erase()
    isDrawn = text !== ''
    if (isDrawn) write(text)
  }
  return { erase, draw }
}

/** A stream that goes quiet at its first error. */
const createSink = (stream: Sink) => {
  let isOpen = true
  const close = (): void => {
    isOpen = false
  }
  stream.on('error', close)
  return {
    write: (text: string): void => {
      if (isOpen) stream.write(text)
    },
    drained: (): Promise<void> =>
      new Promise((resolve) => {
        if (isOpen) stream.write('', () => resolve())
        else resolve()
      }),
  }
}
