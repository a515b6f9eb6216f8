import { isAbsolute, relative, sep } from 'node:path'
import type { SourcePlace } from '../../errors.js'

const isUrl = (file: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(file)

const shownFile = (file: string, folder: string): string => {
  if (isUrl(file)) return file
  const below = isAbsolute(file) ? relative(folder, file) : file
  const isBelow = below !== '' && !below.startsWith('..') && !isAbsolute(below)
  return (isBelow ? below : file).split(sep).join('/').replace(/^\.\//, '')
}

/** A place as reports show it: the file below the folder that the command is run in, where it lies there. */
export const shownPlace = (place: SourcePlace, folder: string): SourcePlace =>
  place.file === undefined ? place : { ...place, file: shownFile(place.file, folder) }
