import { tokens } from '../../lib/json-pointer.js'
import { isSecretName } from '../../lib/secret-names.js'
import { masked } from '../../lib/mask-text.js'
import type { Mask } from '../call/create-mask.js'
import type { Fault } from '../finding.js'

/** A member of JSON text that was cut inside of its value. */
const cutMember = /"((?:[^"\\]|\\.)*)"(\s*:\s*)"[^"]*$/

/** What is said of a fault, without the secrets that the message it is about may have had in it. */
export const shownMessage = ({ message, dataPointer }: Fault, mask: Mask): string => {
  const name = tokens(dataPointer ?? '').at(-1) ?? ''
  const got = message.indexOf(', got ')
  if (isSecretName(name) && got >= 0) return `${message.slice(0, got)}, got ${masked}`
  return mask
    .text(message)
    .replace(cutMember, (all, member: string, colon: string) =>
      isSecretName(member) ? `"${member}"${colon}"${masked}"` : all,
    )
}
