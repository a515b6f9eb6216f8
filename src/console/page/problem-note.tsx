import { ControlError } from '../../control-client/index.js'
import { violationsOf } from './violations-of.js'

/** What went wrong, why, and how to mend it; nothing where nothing did. */
export const ProblemNote = ({ of: problem }: { readonly of: unknown }) => {
  if (problem === undefined) return null
  if (!(problem instanceof ControlError))
    return (
      <div class="problem" role="alert">
        <p>The server does not answer. Is it still running?</p>
      </div>
    )
  const violations = violationsOf(problem)
  return (
    <div class="problem" role="alert">
      <p>{problem.detail ?? problem.message}</p>
      {violations.length > 0 && (
        <ul>
          {violations.map(({ member, message }) => (
            <li>{message.startsWith('body') || !member ? message : `${member}: ${message}`}</li>
          ))}
        </ul>
      )}
      {problem.fix !== undefined && <p class="fix">{problem.fix}</p>}
    </div>
  )
}
