import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { EXAMPLE_LANGUAGES, type SpokenLanguage } from '../../platform/model/language.js'

/** Phrases written in one string, parted by `|`; a word that ends with `*` may go on. */
export const phrases = z.string().transform((text) => text.split('|').filter((phrase) => phrase.trim() !== ''))

const lexiconFile = z.strictObject({
  /** What is asked. Of `number`, `where`, `when`, `visit`, `access` and `stop` a place must be known besides. */
  asked: z.strictObject({
    opening: phrases,
    hours: phrases,
    phone: phrases,
    contact: phrases,
    email: phrases,
    address: phrases,
    who: phrases,
    number: phrases,
    where: phrases,
    when: phrases,
    visit: phrases,
    access: phrases,
    stop: phrases,
  }),
  /** Moments that are neither a date, a day of the week nor a holiday. */
  when: z.strictObject({
    now: phrases,
    today: phrases,
    tonight: phrases,
    tomorrow: phrases,
    after_tomorrow: phrases,
    weekend: phrases,
    next: phrases,
    next_week: phrases,
    usual: phrases,
    public_holiday: phrases,
    morning: phrases,
    noon: phrases,
    afternoon: phrases,
    evening: phrases,
    before: phrases,
    after: phrases,
    /** What makes an hour of a number beside it. */
    hour: phrases,
    /** What makes a day of the month of a number behind it. */
    the: phrases,
  }),
  /** From Monday. */
  weekdays: z.array(phrases).length(7),
  /** From January. */
  months: z.array(phrases).length(12),
  /** By the name of {@link HOLIDAYS}' keys, and a few days around them. */
  holidays: z.record(z.string(), phrases),
  /** What places are called, by a name of their own: a service of the commune is one of them by its French name. */
  places: z.record(z.string(), phrases),
  /** What services answer for, likewise. */
  subjects: z.record(z.string(), phrases),
  /** The town hall, addressed. */
  you: phrases,
  /** "Service", "bureau": before what it answers for, it names a service. */
  service: phrases,
  /** Words that carry no meaning here. */
  filler: phrases,
  /** What makes another question of a message, though words of it are of facts. */
  other: phrases,
  /** Entries that say more of a place; in the French file only. */
  entries: z.record(z.string(), z.string()).optional(),
})

/** The words of facts in a language. */
export type FactLexicon = z.output<typeof lexiconFile>

/** The words of facts by language. French is always among them. */
export type FactLexicons = ReadonlyMap<SpokenLanguage, FactLexicon>

/** Reads `<intentsDir>/facts/<language>.json`, the words by which facts of the town are asked. @throws when a file cannot be read, or is not so written */
export async function loadFactWords(intentsDir: string): Promise<FactLexicons> {
  const languages: SpokenLanguage[] = ['fr', ...EXAMPLE_LANGUAGES]
  const read = async (language: SpokenLanguage): Promise<[SpokenLanguage, FactLexicon]> => {
    const text = await readFile(join(intentsDir, 'facts', `${language}.json`), 'utf8')
    return [language, lexiconFile.parse(JSON.parse(text))]
  }
  return new Map(await Promise.all(languages.map(read)))
}
