import type { Mail } from '../../control-client/index.js'
import { ConfirmButton } from './confirm-button.js'
import { CopyButton } from './copy-button.js'
import { Empty } from './empty.js'
import { useId, useState } from './preact.js'
import { ProblemNote } from './problem-note.js'
import { useSandbox } from './sandbox-context.js'
import { showTime } from './show-time.js'
import { useLoad } from './use-load.js'

/** The mails that the sandbox would have sent, the newest first. */
export const OutboxPanel = () => {
  const { client, changes } = useSandbox()
  const { value, problem } = useLoad(() => client.outbox.list(), [client, changes])
  const mails = [...(value ?? [])].reverse()
  return (
    <>
      {mails.length > 0 && (
        <div class="bar">
          <span class="note">{mails.length} mails; none left this machine</span>
          <ConfirmButton
            {...{ label: 'Clear', question: 'Remove every mail?', done: 'The outbox is empty' }}
            text="Tokens that were sent still work."
            work={() => client.outbox.clear()}
          />
        </div>
      )}
      <ProblemNote of={problem} />
      {value && mails.length === 0 && (
        <Empty>No mail. Invite a user, or ask for a new password: the mail shows here.</Empty>
      )}
      <ul class="mails">
        {mails.map((mail) => (
          <MailItem key={mail.id} mail={mail} />
        ))}
      </ul>
    </>
  )
}

/** A link is followed only where it is one of the web. */
const isWebLink = (link: string): boolean => /^https?:\/\//i.test(link)

const MailItem = ({ mail }: { readonly mail: Mail }) => {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  return (
    <li class="card">
      <button
        class="line"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <strong>{mail.subject}</strong>
        <span class="to">{mail.to}</span>
        <time dateTime={mail.createdAt}>{showTime(mail.createdAt)}</time>
      </button>
      {isOpen && (
        <pre id={id} class="mail" tabIndex={0} aria-label="Text of the mail">
          {mail.text}
        </pre>
      )}
      <div class="actions">
        {isWebLink(mail.link) && (
          <a class="button" href={mail.link} target="_blank" rel="noopener noreferrer">
            Open the link
          </a>
        )}
        <CopyButton label="Copy the link" text={mail.link} />
        <CopyButton label="Copy the token" text={mail.token} />
        <span class="note">until {showTime(mail.expiresAt)}</span>
      </div>
    </li>
  )
}
