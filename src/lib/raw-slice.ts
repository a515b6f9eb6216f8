/** How many bytes of UTF-8 a character has that begins with this one. */
const lengthOf = (first: number): number => {
  if (first >= 0xf0) return 4
  if (first >= 0xe0) return 3
  return first >= 0xc0 ? 2 : 1
}

/** Where each UTF-16 unit of the decoded text stands in percent-encoded UTF-8, and where that ends. */
const placesOf = (raw: string): readonly number[] => {
  const places: number[] = []
  for (let at = 0; at < raw.length;) {
    const length = raw[at] === '%' ? lengthOf(Number.parseInt(raw.slice(at + 1, at + 3), 16)) : 1
    places.push(at)
    // Four bytes are two units.
    if (length === 4) places.push(at)
    at += raw[at] === '%' ? 3 * length : 1
  }
  return [...places, raw.length]
}

/** The part of a percent-encoded text that is this part of the decoded one. */
export const rawSlice = (raw: string, [start, end]: readonly [number, number]): string => {
  const places = placesOf(raw)
  return raw.slice(places[start], places[end])
}
