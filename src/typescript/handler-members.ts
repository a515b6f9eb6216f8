import type { GlobalContext, OpenAPI3 } from 'openapi-typescript'

/** The parts of openapi-typescript that write types. */
export type TypesLibrary = Pick<
  typeof import('openapi-typescript'),
  'astToString' | 'resolveRef' | 'scanDiscriminators' | 'transformSchema'
>

/** One operation, as far as the type of its handler goes. */
export interface TypedOperation {
  readonly id: string
  readonly summary?: string | undefined
  /** The type of its handler. */
  readonly type: string
}

const options = {
  // Frozen records of the store are bodies of replies as they are.
  immutable: true,
  silent: true,
  defaultNonNullable: true,
  ...{ additionalProperties: false, alphabetize: false, arrayLength: false },
  ...{ emptyObjectsUnknown: false, enum: false, enumValues: false, conditionalEnums: false },
  ...{ dedupeEnums: false, excludeDeprecated: false, exportType: false, rootTypes: false },
  ...{ rootTypesNoSchemaPrefix: false, rootTypesKeepCasing: false, pathParamsAsTypes: false },
  ...{ propertiesRequiredByDefault: false, makePathsEnum: false, generatePathParams: false },
  readWriteMarkers: false,
} as const

/**
 * The types of an OpenAPI document all of whose references lead into itself. It is not judged:
 * openapi-typescript would refuse the faults of other places than those that types are made of.
 */
export const renderTypes = (library: TypesLibrary, document: object): string => {
  const { astToString, resolveRef, scanDiscriminators, transformSchema } = library
  const schema = document as OpenAPI3
  const context = {
    ...options,
    discriminators: scanDiscriminators(schema, options as never),
    injectFooter: [],
    resolve: ($ref: string) => resolveRef(schema, $ref, { silent: true }),
  } as unknown as GlobalContext
  return astToString(transformSchema(schema, context))
}

/** A name as a member of a type, quoted where it has to be. */
export const memberName = (name: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)

const comment = (summary: string): string => {
  const text = summary.replace(/\s+/g, ' ').replaceAll('*/', '*\\/').trim()
  return `  /** ${text}${/[.!?]$/.test(text) ? '' : '.'} */`
}

/** The members of an interface with the handlers of operations. */
export const handlerMembers = (operations: Iterable<TypedOperation>): string =>
  [...operations]
    .flatMap(({ id, summary, type }) => [
      ...(summary?.trim() ? [comment(summary)] : []),
      `  readonly ${memberName(id)}: ${type}`,
    ])
    .join('\n')
