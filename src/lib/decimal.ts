/** An exact decimal number: digits / 10^scale. */
export interface Decimal {
  readonly digits: bigint
  /** 0 or more. */
  readonly scale: number
}

/** The decimal that a finite number is written as: 0.1 is one tenth, not its binary neighbour. */
export const toDecimal = (value: number): Decimal => {
  const [mantissa = '0', exponent = '0'] = String(value).split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  const digits = BigInt(whole + fraction)
  const scale = fraction.length - Number(exponent)
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 }
}

/** The number nearest to a decimal. */
export const fromDecimal = ({ digits, scale }: Decimal): number => Number(`${digits}e-${scale}`)

/** Two decimals written with the same scale. */
const aligned = (left: Decimal, right: Decimal): readonly [bigint, bigint, number] => {
  const scale = Math.max(left.scale, right.scale)
  const raise = (value: Decimal): bigint => value.digits * 10n ** BigInt(scale - value.scale)
  return [raise(left), raise(right), scale]
}

/** left / right rounded towards minus infinity; right is positive. */
export const floorQuotient = (left: Decimal, right: Decimal): bigint => {
  const [over, under] = aligned(left, right)
  const quotient = over / under
  return over % under !== 0n && over < 0n ? quotient - 1n : quotient
}

/** True when left is a whole multiple of right. */
export const isMultiple = (left: Decimal, right: Decimal): boolean => {
  const [over, under] = aligned(left, right)
  return under !== 0n && over % under === 0n
}

/** The least common multiple of two positive decimals. */
export const leastCommonMultiple = (left: Decimal, right: Decimal): Decimal => {
  const [one, other, scale] = aligned(left, right)
  let [divisor, rest] = [one, other]
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest]
  return { digits: (one / divisor) * other, scale }
}
