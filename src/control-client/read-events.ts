/** A server-sent event (HTML Standard, section 9.2). */
export interface ServerSentEvent {
  /** Its name: `message` where none was sent. */
  readonly event: string
  readonly data: string
  readonly id: string | undefined
}

/** The fields of one block of lines; undefined where it has no data. */
const eventOf = (block: string): ServerSentEvent | undefined => {
  const fields = new Map<string, string[]>()
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? []
    fields.set(name, [...(fields.get(name) ?? []), value])
  }
  const data = fields.get('data')
  if (!data) return undefined
  return {
    event: fields.get('event')?.at(-1) || 'message',
    data: data.join('\n'),
    id: fields.get('id')?.at(-1),
  }
}

/** The events of an answer as they come; whoever leaves the loop ends the answer. */
export async function* readEvents(
  response: Response,
): AsyncGenerator<ServerSentEvent, void, undefined> {
  const reader = response.body?.getReader()
  if (!reader) return
  const decoder = new TextDecoder()
  let text = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      // A carriage return at the end may be half of a line's end: it waits for what follows.
      text = (text + decoder.decode(value, { stream: true })).replace(/\r\n|\r(?!$)/g, '\n')
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const event = eventOf(block)
        if (event) yield event
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
