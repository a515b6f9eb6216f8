/** An error of a connection, as Node tells it; of several addresses each has one. */
type ConnectionError = NodeJS.ErrnoException & { readonly errors?: readonly Error[] }

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the server closed the connection without an answer',
  EPIPE: 'the server closed the connection without an answer',
  ENOTFOUND: 'nobody knows the host',
  EAI_AGAIN: 'nobody knows the host',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the host',
  ETIMEDOUT: 'the host does not answer',
}

const certificate =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_CERT_ALTNAME_INVALID)$/

/** True for an error that is about the certificate of the server. */
export const isCertificateFault = (error: unknown): boolean =>
  certificate.test((error as ConnectionError).code ?? '')

/** What an error of a connection means, in words. */
export const connectionFault = (error: unknown): string => {
  const { code = '', message, errors = [] } = error as ConnectionError
  const own = message === '' ? (errors[0]?.message ?? '') : message
  if (code.startsWith('HPE_')) return `the answer is no HTTP: ${own.replace(/^Parse Error: /, '')}`
  if (isCertificateFault(error)) return `its certificate is not trusted: ${own} (${code})`
  const known = words[code]
  return known === undefined ? own || code : `${known} (${code})`
}
