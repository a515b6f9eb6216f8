import { plainName } from './plain-name.js'

const secretEnd =
  /(password|passwd|pwd|passphrase|secret|token|jwt|apikey|accesskey|privatekey|secretkey|sessionkey|credential|credentials|otp|clientassertion)$/

/** Tokens of pages are no secrets, and are looked for when a list is not complete. */
const harmless = /(page|next|previous|prev|continuation|sync|cursor)token$/

/** True for the name of a member, header or parameter whose value nobody else may see. */
export const isSecretName = (name: string): boolean => {
  const plain = plainName(name)
  return secretEnd.test(plain) && !harmless.test(plain)
}
