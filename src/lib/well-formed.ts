const loneSurrogate = /\p{Surrogate}/gu

/** Text as UTF-8 can carry it: U+FFFD for each lone surrogate. */
export const wellFormed = (text: string): string => text.replace(loneSurrogate, '\uFFFD')
