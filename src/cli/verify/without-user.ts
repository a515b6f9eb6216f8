/** A URL without the name and password that it may have in it, which nobody has to see. */
export const withoutUser = (url: string): string => url.replace(/^(https?:\/\/)[^/?#]*@/i, '$1')
