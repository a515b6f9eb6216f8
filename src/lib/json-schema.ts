/** A JSON Schema (2020-12): true, false, or an object of keywords. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown }
