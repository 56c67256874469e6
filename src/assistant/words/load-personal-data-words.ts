import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { PERSONAL_DATA_KINDS } from '../../features/retention/masked-data.js'

const words = z.array(z.string().min(1))

const file = z.strictObject({
  /** Words of numbers, folded, with what they are worth; French and English. */
  numbers: z.record(z.string().min(1), z.number().int().min(0)),
  /** Words after which the next figure is said once for two. */
  doubles: words,
  /** After these, a number is an amount, an age or a measure. */
  units: words,
  months: words,
  /** Words of two letters that stand before or after a number of three figures: "de 100 km". */
  shortWords: words,
  /** Hosts by which an address is known without its `@`. */
  mailHosts: words,
  /** Words that say "number of". */
  nouns: words,
  /** Words that may stand between what a number is said to be and the number. */
  fillers: words,
  /** How numbers begin that are shown to everybody: permits on the panels of building sites, registered associations. */
  publicNumbers: words,
  /** Words after which "né en 1985" is about somebody, and not about a class of children. */
  selves: words,
  /** What words say that a number is, the first that fits being right. Figures that it has at least, at least where a noun says so, and at most. */
  announced: z.array(
    z.strictObject({
      kind: z.enum(PERSONAL_DATA_KINDS),
      words,
      needsNoun: z.boolean().default(false),
      /** Whether it may have letters. */
      letters: z.boolean().default(false),
      /** Of a birth: whether the word may be followed by a place, and by a year alone. */
      ofPerson: z.boolean().default(false),
      least: z.number().int().min(1).optional(),
      leastNamed: z.number().int().min(1).optional(),
      most: z.number().int().min(1).optional(),
    }),
  ),
})

/** The words by which personal data is recognised, folded: `knowledge/personal-data.json`. */
export type PersonalDataWords = z.infer<typeof file>

/** Reads `<knowledgeDir>/personal-data.json`. @throws Error in words when it cannot be read: nothing is served that would not be masked */
export async function loadPersonalDataWords(knowledgeDir: string): Promise<PersonalDataWords> {
  const read = file.safeParse(JSON.parse(await readFile(join(knowledgeDir, 'personal-data.json'), 'utf8')))
  if (!read.success) throw new Error(`personal-data.json: ${z.prettifyError(read.error)}`)
  return read.data
}
