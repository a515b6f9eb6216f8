import { plainName } from '../../lib/plain-name.js'
import { inferFilters } from './infer-filters.js'
import type { ParameterView } from './operation-view.js'
import type { ListFilter, ListParameters } from '../resource-model.js'
import type { SchemaView } from './schema-view.js'

type Steering = Exclude<keyof ListParameters, 'filters'>

/** By what steers a list: the names it goes by, written plainly; the first that matches has it. */
const names: readonly (readonly [Steering, RegExp])[] = [
  ['page', /^(page|pagenumber|pageno|pageindex|currentpage|p|pagepage)$/],
  [
    'size',
    /^(perpage|pagesize|limit|size|pagelimit|maxresults|maxitems|take|top|first|pageperpage|itemsperpage|resultsperpage|rpp|count|results|max)$/,
  ],
  ['offset', /^(offset|skip|startat|pageoffset|startindex|start)$/],
  [
    'cursor',
    /^(cursor|pagetoken|nextpagetoken|nexttoken|after|startingafter|pagecursor|pageafter|marker|continuationtoken|continue|next|paginationtoken|startafter|nextcursor)$/,
  ],
  ['sort', /^(sort|sortby|orderby|ordering|sorting|sortfield|sortkey|sortcolumn)$/],
  [
    'order',
    /^(order|sortorder|sortdirection|direction|sortdir|dir|orderdir|orderdirection|sorttype)$/,
  ],
  [
    'search',
    /^(q|query|search|keyword|keywords|term|searchterm|text|searchtext|searchquery|fulltext)$/,
  ],
  ['fields', /^(fields|field|select|include_fields|optfields|fieldset|attributes)$/],
]

const isNumeric = ({ schema }: ParameterView): boolean =>
  schema.types.has('integer') || schema.types.has('number') || schema.types.size === 0

const fits = (steering: Steering, parameter: ParameterView): boolean => {
  const { schema } = parameter
  if (steering === 'page' || steering === 'size' || steering === 'offset')
    return isNumeric(parameter) || schema.types.has('string')
  if (steering === 'cursor') return !schema.types.has('array') && !schema.types.has('boolean')
  if (steering === 'search') return !schema.types.has('object') && schema.values.length === 0
  return !schema.types.has('boolean')
}

/** `sort` and `order` change places where `order` alone names the property. */
const withoutLoneOrder = (
  found: { -readonly [K in Steering]?: string },
  parameters: readonly ParameterView[],
): { readonly [K in Steering]?: string } => {
  if (found.order === undefined || found.sort !== undefined) return found
  const order = parameters.find(({ name }) => name === found.order)
  const { order: name, ...rest } = found
  const isDirection = order?.schema.values.some((value) => /^(asc|desc)/i.test(String(value)))
  return isDirection === true ? found : { ...rest, sort: name }
}

/**
 * The query parameters that steer a list, and those that filter it by a property of its records, of
 * which there may be several representations, the fullest first.
 */
export const inferListParameters = (
  parameters: readonly ParameterView[],
  records: readonly SchemaView[],
): ListParameters => {
  const query = parameters.filter((parameter) => parameter.in === 'query')
  const found: { -readonly [K in Steering]?: string } = {}
  const others: ParameterView[] = []
  for (const parameter of query) {
    const plain = plainName(parameter.name)
    const match = names.find(
      ([steering, pattern]) =>
        found[steering] === undefined && pattern.test(plain) && fits(steering, parameter),
    )
    if (match) found[match[0]] = parameter.name
    else others.push(parameter)
  }
  const filters = others.flatMap(
    (parameter): readonly ListFilter[] =>
      records.map((record) => inferFilters(parameter, record)).find((each) => each.length > 0) ??
      [],
  )
  return { ...withoutLoneOrder(found, query), filters }
}
