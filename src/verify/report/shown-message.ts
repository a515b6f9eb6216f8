import { tokens } from '../../lib/json-pointer.js'
import { isSecretName } from '../../lib/secret-names.js'
import { masked } from '../../lib/mask-text.js'
import { printableJson } from '../../samples/printable.js'
import type { Mask } from '../call/create-mask.js'
import type { Fault } from '../finding.js'

/** A member of JSON text that was cut inside of its value. */
const cutMember = /"((?:[^"\\]|\\.)*)"(\s*:\s*)"[^"]*$/

const withoutSecrets = ({ message, dataPointer }: Fault, mask: Mask): string => {
  const name = tokens(dataPointer ?? '').at(-1) ?? ''
  const got = message.indexOf(', got ')
  if (isSecretName(name) && got >= 0) return `${message.slice(0, got)}, got ${masked}`
  return mask
    .text(message)
    .replace(cutMember, (all, member: string, colon: string) =>
      isSecretName(member) ? `"${member}"${colon}"${masked}"` : all,
    )
}

/** What is said of a fault: without secrets, and without characters that steer or reorder what shows them. */
export const shownMessage = (fault: Fault, mask: Mask): string =>
  printableJson(withoutSecrets(fault, mask))
