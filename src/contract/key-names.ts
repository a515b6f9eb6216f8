import type { Contract } from './contract.js'

/** The names that a contract's API keys are sent under, in lower case. */
export const keyNames = ({
  securitySchemes,
}: Pick<Contract, 'securitySchemes'>): ReadonlySet<string> =>
  new Set(
    [...securitySchemes.values()].flatMap(({ type, name }) =>
      type === 'apiKey' && name !== undefined ? [name.toLowerCase()] : [],
    ),
  )
