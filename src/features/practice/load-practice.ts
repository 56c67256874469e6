import { join } from 'node:path'
import type { z } from 'zod'
import { ContentError } from '../entries/catalogue/load-entries.js'
import { readText } from '../entries/catalogue/load-short-translations.js'
import { jsonFilesOf } from '../entries/catalogue/read-lexicon.js'
import { nameNearestField } from '../entries/lint/unknown-variables.js'
import { describeFault, type EntryFault } from '../entries/render/entry-text.js'
import { type Exercise, type Manners, PRACTICE_PROFILES } from './exercise.js'
import { exerciseShape, mannersShape } from './exercise-shapes.js'

/** Every exercise, and what holds in all of them. */
export interface Practice {
  exercises: Exercise[]
  manners: Manners
}

/** The file that is no exercise. */
const MANNERS = 'manners.json'
const NO_MANNERS: Manners = {
  courtesies: {
    greeting: { heard: [], examples: [] },
    acknowledging: { heard: [], examples: [] },
    closing: { heard: [], examples: [] },
  },
  never: [],
}

/**
 * Reads `<knowledgeDir>/practice/*.json`, by profile and level; no exercise when there is no such folder.
 * @throws ContentError naming every file at fault
 */
export async function loadPractice(knowledgeDir: string): Promise<Practice> {
  const folder = join(knowledgeDir, 'practice')
  const files = await jsonFilesOf(folder)
  if (files.length === 0) return { exercises: [], manners: NO_MANNERS }
  const faults: EntryFault[] = []
  const read = async <T>(file: string, schema: z.ZodType<T>): Promise<T | null> => {
    try {
      return schema.parse(JSON.parse(await readText(join(folder, file))), { error: nameNearestField })
    } catch (error) {
      faults.push({ file: `practice/${file}`, fault: describeFault(error) })
      return null
    }
  }
  const exercises: Exercise[] = []
  for (const file of files.filter((name) => name !== MANNERS)) {
    const exercise = await read(file, exerciseShape)
    if (exercise && `${exercise.id}.json` !== file)
      faults.push({ file: `practice/${file}`, fault: `id: "${exercise.id}" is not the name of the file` })
    if (exercise) exercises.push(exercise)
  }
  const manners = await read(MANNERS, mannersShape)
  if (faults.length > 0 || !manners) throw new ContentError(faults)
  const rank = ({ profile, level }: Exercise) => PRACTICE_PROFILES.indexOf(profile) * 10 + level
  return { exercises: exercises.sort((a, b) => rank(a) - rank(b)), manners }
}
