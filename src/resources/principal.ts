/** Who sends a request, where its credentials say so. */
export interface Principal {
  /** What names them: the identity of a record, the `sub` of a token, a user name. */
  readonly id: string
  readonly name?: string
  readonly email?: string
  /** Whatever else the credentials carry: the claims of a token. */
  readonly claims: Readonly<Record<string, unknown>>
}
