import { join } from 'node:path'
import { z } from 'zod'
import { readText } from '../../features/entries/catalogue/load-short-translations.js'
import { ASPECTS, type Aspect } from '../../features/entries/model/aspect.js'
import { SPOKEN_LANGUAGES, type SpokenLanguage } from '../../platform/model/language.js'

const phrases = z.array(z.string().min(1)).default([])

/**
 * The phrases of a language by which a message asks for an aspect. `*` ends a word that may go on; `_` stands for up to three words of any kind.
 */
const aspectPhrases = z.strictObject({
  /** Words that name no subject, beside those of the lexicon. */
  bare: phrases,
  /** Phrases that look like one of the others and ask for nothing: "combien de". */
  apart: phrases,
  ...(Object.fromEntries(
    ASPECTS.map((aspect) => [
      aspect,
      /** `anywhere`: in any message. `alone`: only in one that names no subject, where one word says enough. */
      z.strictObject({ anywhere: phrases, alone: phrases }),
    ]),
  ) as Record<Aspect, z.ZodObject<{ anywhere: typeof phrases; alone: typeof phrases }>>),
})
const aspectsFile = z.partialRecord(z.enum(SPOKEN_LANGUAGES), aspectPhrases)

/** The phrases of one language. */
export type AspectPhrases = z.infer<typeof aspectPhrases>
/** The phrases of each language that has some. */
export type AspectWords = Partial<Record<SpokenLanguage, AspectPhrases>>

/** Reads `<knowledgeDir>/lexicons/aspects.json`. @throws ZodError, SyntaxError */
export async function loadAspects(knowledgeDir: string): Promise<AspectWords> {
  return aspectsFile.parse(JSON.parse(await readText(join(knowledgeDir, 'lexicons', 'aspects.json'))))
}
