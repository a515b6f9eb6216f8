import type { JournalEntry } from '../../control-client/index.js'
import { CopyButton } from './copy-button.js'
import { useId, useState } from './preact.js'
import { showBody } from './show-body.js'
import { showHour, showTime } from './show-time.js'

type Message = JournalEntry['request']

const statusClass = ({ response }: JournalEntry): string =>
  `status s${String(response.status ?? 0).charAt(0)}`

/** What is wrong with an exchange in a few words. */
const remarkOf = ({
  violations,
  nearest,
  operationId,
  fault,
}: JournalEntry): string | undefined => {
  if (violations.length > 0) {
    const more = violations.length > 1 ? ` (+${violations.length - 1})` : ''
    return `${violations[0]?.message}${more}`
  }
  if (operationId === undefined)
    return nearest?.[0] === undefined ? 'no such operation' : `did you mean ${nearest[0]}?`
  return fault === undefined ? undefined : 'fault'
}

/** One exchange: a line, and all of it when it is opened. */
export const JournalItem = ({ entry }: { readonly entry: JournalEntry }) => {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const { request, response, violations, operationId } = entry
  const remark = remarkOf(entry)
  const isBad = violations.length > 0 || operationId === undefined
  return (
    <li class={isBad ? 'bad' : undefined}>
      <button
        class="line"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <time dateTime={entry.time}>{showHour(entry.time)}</time>
        <span class={`method ${request.method?.toLowerCase() ?? ''}`}>{request.method}</span>
        <span class="path">
          {request.path}
          {request.query && `?${request.query}`}
        </span>
        <span class="remark">{remark ?? operationId}</span>
        <span class={statusClass(entry)}>{response.status ?? response.cut ?? '–'}</span>
      </button>
      {isOpen && (
        <div class="details" id={id}>
          <Findings entry={entry} />
          <p class="facts">{factsOf(entry)}</p>
          <div class="messages">
            <MessagePart title="Request" message={request} />
            <MessagePart title="Response" message={response} />
          </div>
          {entry.curl !== undefined && <CopyButton label="Copy as curl" text={entry.curl} />}
        </div>
      )}
    </li>
  )
}

const factsOf = ({ time, durationMs, operationId, surface, answeredBy, fault }: JournalEntry) =>
  [
    `${showTime(time)} UTC`,
    `${durationMs.toFixed(1)} ms`,
    operationId,
    surface,
    answeredBy && `answered by ${answeredBy}`,
    fault && `fault ${fault}`,
  ]
    .filter((fact) => fact !== undefined && fact !== '')
    .join(' · ')

/** Where the request breaks the contract, and why it was refused. */
const Findings = ({ entry }: { readonly entry: JournalEntry }) => {
  const { violations, refusal, nearest = [] } = entry
  return (
    <>
      {violations.length > 0 && (
        <ul class="violations">
          {violations.map(({ message }) => (
            <li>{message}</li>
          ))}
        </ul>
      )}
      {refusal && violations.length === 0 && (
        <p class="refusal">
          {refusal.detail} {refusal.fix}
        </p>
      )}
      {nearest.length > 0 && <p class="nearest">Did you mean {nearest.join(' or ')}?</p>}
    </>
  )
}

const MessagePart = ({ title, message }: { readonly title: string; readonly message: Message }) => (
  <section>
    <h3>{title}</h3>
    <dl class="headers">
      {message.headers.map(({ name, value }) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
    {message.body ? (
      <pre tabIndex={0} aria-label={`${title} body`}>
        {showBody(message)}
      </pre>
    ) : (
      <p class="note">no body</p>
    )}
  </section>
)
