import { generateValue } from '../generate/generate-value.js'
import { openFaker, type FakerDoor } from '../generate/faker-door.js'
import { isValidAt, type SchemaPlace } from './schema-place.js'

/** Makes a valid value of a schema, always the same for the same seed. */
export type Sampler = (place: SchemaPlace, seed: string, name: string) => unknown

/** A source of samplers, whose realistic data is loaded when it is first asked for. */
export const createSamplers = (): (() => Promise<Sampler>) => {
  let loading: Promise<FakerDoor> | undefined
  return async () => {
    const faker = await (loading ??= openFaker())
    return (place, seed, name) =>
      generateValue(
        { ...place, isValid: (value) => isValidAt(place, value) },
        { seed, mode: 'dynamic', faker, name },
      )
  }
}
