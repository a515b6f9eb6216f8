import { createControlClient } from '../../control-client/index.js'
import { Field } from './field.js'
import { useState } from './preact.js'
import { readPlace } from './place.js'
import { ProblemNote } from './problem-note.js'

/** What is known of the token, and where an answer goes. */
export interface TokenFormProps {
  readonly isWrong: boolean
  readonly onToken: (token: string) => void
  readonly choose: (name: string) => void
}

/** Asks for the control token, or for a sandbox of one's own, which needs none. */
export const TokenForm = ({ isWrong, onToken, choose }: TokenFormProps) => {
  const [problem, setProblem] = useState<unknown>(undefined)
  const own = async (): Promise<void> => {
    const client = createControlClient({ url: location.origin + readPlace(location).mount })
    try {
      choose((await client.sandboxes.create()).name)
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <section class="card narrow" aria-labelledby="token-title">
      <h1 id="token-title">Control token</h1>
      <p>
        Other machines reach this server, so its control API asks for a token. It was printed when
        the server started, unless one was set with <code>OPENAPI_SANDBOX_CONTROL_TOKEN</code>.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const given = String(new FormData(event.currentTarget).get('token')).trim()
          if (given !== '') onToken(given)
        }}
      >
        <Field
          {...{ label: 'Token', name: 'token', type: 'password', required: true }}
          faults={isWrong ? ['This is not the token of the server.'] : []}
          hint="Kept in this tab only."
        />
        <div class="actions">
          <button class="main">Open the console</button>
          <button type="button" onClick={() => void own()}>
            Get a sandbox of my own
          </button>
        </div>
      </form>
      <ProblemNote of={problem} />
    </section>
  )
}
