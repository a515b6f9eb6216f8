import type { JsonObject } from '../lib/json-object.js'
import type { JsonSchema } from '../lib/json-schema.js'
import type { SetupError, SourcePlace, Violation } from '../errors.js'
import type { ContractFault } from './contract-faults.js'
import type { Example } from './example.js'
import type { LazyXml } from './lazy-xml.js'
import type { OAuthFlow } from './oauth-flows.js'
import type { RouteIndex } from './route-index.js'
import type { Shape } from './shape.js'

/** Which way a message goes: `readOnly` and `writeOnly` mean different things for each. */
export type Direction = 'request' | 'response'

/** Lists every violation of a value; empty when it satisfies the schema. */
export type Validate = (value: unknown, at: Pick<Violation, 'location' | 'pointer'>) => Violation[]

/** A schema of the contract in one direction, compiled when it is first used. */
export interface CompiledSchema {
  /** The schema as JSON Schema 2020-12; each `$ref` is a name for `lookup`. */
  readonly schema: JsonSchema
  readonly lookup: (ref: string) => JsonSchema | undefined
  /** How a value of it is read from text. */
  readonly shape: Shape
  /** True when it describes integers that a double cannot hold: they are BigInt in its values. */
  readonly isWide?: boolean
  readonly validate: Validate
  readonly isValid: (value: unknown) => boolean
  /** True when its validator would take longer to compile than a request may wait. */
  readonly isSlow: boolean
}

/** How examples are judged. */
export interface Judge {
  /** Whether a value satisfies a schema: to be quicker than compiling a validator for one value. */
  readonly holds: (schema: CompiledSchema, value: unknown) => boolean
  /** True when each violation is wanted, however long compiling takes. */
  readonly isThorough: boolean
}

/** Where a parameter stands in a request. */
export type ParameterLocation = 'path' | 'query' | 'header' | 'cookie'

/** One parameter of an operation (OpenAPI 3.0.3 §4.7.12). */
export interface Parameter {
  readonly name: string
  readonly in: ParameterLocation
  readonly required: boolean
  readonly style: string
  readonly explode: boolean
  readonly allowEmptyValue: boolean
  readonly deprecated?: boolean
  /** True when reserved characters (RFC 3986 §2.2) of its value are sent as they are. */
  readonly allowReserved?: true
  /** True when the value is JSON text (`content: application/json`). */
  readonly json: boolean
  /** The media type of its value, where `content` says one. */
  readonly content?: Content
  /** True for `in: querystring` (OpenAPI 3.2 §4.12.2): it is the whole query. */
  readonly whole?: boolean
  /** How its text is to be read. */
  readonly shape: Shape
  readonly schema: CompiledSchema
  /** The documented example, else the default. */
  readonly example: unknown
  /** True when the document gives an example of it, beyond a default. */
  readonly hasExample?: true
}

/** How a property of a form is written (OpenAPI 3.0.3 §4.7.15); undefined where nothing is said. */
export interface Encoding {
  readonly contentType: string | undefined
  readonly style: string | undefined
  readonly explode: boolean | undefined
  readonly allowReserved: boolean | undefined
  /** Of a part of a multipart form. */
  readonly headers: readonly ResponseHeader[]
}

/** One media type of a body. */
export interface Content {
  /** The media type as it is written, with its parameters. */
  readonly mediaType: string
  readonly schema: CompiledSchema | undefined
  /** What each item of a sequence is (OpenAPI 3.2.0 §4.14). */
  readonly itemSchema: CompiledSchema | undefined
  /** The media type of each part of a multipart body without names (OpenAPI 3.2.0 §4.14). */
  readonly itemType: string | undefined
  /** By name of the property of a form. */
  readonly encodings: ReadonlyMap<string, Encoding>
  /** Documented examples by name; the unnamed one is called `default` in no list and stands first. */
  readonly examples: readonly Example[]
}

/** The request body of an operation (OpenAPI 3.0.3 §4.7.13). */
export interface RequestBody {
  readonly required: boolean
  readonly contents: readonly Content[]
  readonly xml: LazyXml
}

/** A documented header of a response. */
export interface ResponseHeader {
  readonly name: string
  readonly required: boolean
  /** True when an object is written as `name=value`, not as names and values in turn. */
  readonly explode: boolean
  /** True when the value is JSON text (`content: application/json`). */
  readonly json: boolean
  readonly schema: CompiledSchema | undefined
  readonly example: unknown
}

/** One documented response (OpenAPI 3.0.3 §4.7.17). */
export interface DocumentedResponse {
  /** As written: `200`, `4XX` or `default`. */
  readonly key: string
  readonly description: string
  readonly contents: readonly Content[]
  readonly headers: readonly ResponseHeader[]
  /** Why it cannot be answered with. */
  readonly fault?: SetupError
}

/** All schemes that one alternative asks for, with their scopes. */
export type SecurityRequirement = Readonly<Record<string, readonly string[]>>

/** A security scheme (OpenAPI 3.0.3 §4.7.27), reduced to what is looked at. */
export interface SecurityScheme {
  readonly type: string
  /** `bearer`, `basic`, ... in lower case, for type http. */
  readonly scheme: string | undefined
  /** What its tokens look like (`JWT`), for scheme bearer. */
  readonly bearerFormat: string | undefined
  /** Name and place, for type apiKey. */
  readonly name: string | undefined
  readonly in: string | undefined
  /** For type oauth2. */
  readonly flows: readonly OAuthFlow[]
  readonly openIdConnectUrl: string | undefined
}

/** A request that the server sends after a reply (OpenAPI 3.0.3 §4.7.18). */
export interface Callback {
  readonly name: string
  /** The URL: text with runtime expressions in it. */
  readonly expression: string
  /** What is sent, and what may be answered. */
  readonly operation: Operation
}

/** A request that the server may send at any time (OpenAPI 3.1.0 §4.8.1). */
export interface Webhook {
  readonly name: string
  readonly operation: Operation
}

/** One operation of a contract, ready to be answered. */
export interface Operation {
  readonly id: string
  readonly method: string
  /** The path template. */
  readonly path: string
  /** JSON pointer of the operation in the document. */
  readonly pointer: string
  readonly summary: string | undefined
  readonly deprecated: boolean
  readonly parameters: readonly Parameter[]
  readonly body: RequestBody | undefined
  readonly responses: readonly DocumentedResponse[]
  /** Alternatives; empty when no credentials are asked for. */
  readonly security: readonly SecurityRequirement[]
  readonly callbacks: readonly Callback[]
  /** Why it cannot be served. */
  readonly fault?: SetupError | undefined
  /** False until something is asked of it beyond where it stands and what it is called. */
  readonly isCompiled: boolean
}

/** A path template and its operations by method. */
export interface PathEntry {
  readonly template: string
  /** Names of the template's parameters, in order. */
  readonly names: readonly string[]
  readonly methods: ReadonlyMap<string, Operation>
  /** The value of an Allow header. */
  readonly allow: string
  /** Why its operations are not known. */
  readonly fault?: SetupError
}

/** An OpenAPI document compiled: everything a request is looked up in. */
export interface Contract {
  /** The document as it was written. */
  readonly document: JsonObject
  readonly slug: string
  readonly title: string
  readonly version: string
  readonly operations: readonly Operation[]
  readonly byId: ReadonlyMap<string, Operation>
  readonly paths: readonly PathEntry[]
  readonly webhooks: readonly Webhook[]
  readonly routes: RouteIndex<PathEntry>
  /** The paths of its servers, below which its operations are found as well. */
  readonly serverPaths: readonly string[]
  readonly securitySchemes: ReadonlyMap<string, SecurityScheme>
  /** The response after whose shape errors are made that the contract does not document. */
  readonly errorResponse: DocumentedResponse | undefined
  /** What is known to be wrong with the document, place by place; the rest of it is served. */
  readonly faults: readonly ContractFault[]
  /**
   * Looks for the faults that compiling leaves for later, one small step at a time: `faults` has them
   * then. Each step gives how much is done, from 0 to 1.
   */
  readonly diagnose: (judge: Judge) => Iterator<number>
  readonly place: (pointer: string) => SourcePlace
}
