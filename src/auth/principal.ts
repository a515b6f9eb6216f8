/** Who sent a request, as far as its verified credentials say, whatever the contract. */
export interface Principal {
  /** What names them: the identity of their record, or the name that the credential was made for. */
  readonly id: string
  readonly name?: string
  readonly email?: string
  /** What the credential says beside that; empty where it says nothing. */
  readonly claims: Readonly<Record<string, unknown>>
}
