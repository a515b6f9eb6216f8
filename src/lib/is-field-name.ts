const fieldName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/

/** True for a name that a header may have (RFC 9110 §5.1). */
export const isFieldName = (text: string): boolean => fieldName.test(text)

/** True for a value that a header may have (RFC 9110 §5.5): no line can be smuggled in. */
export const isFieldValue = (text: string): boolean => fieldValue.test(text)
