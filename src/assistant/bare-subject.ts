import { join } from 'node:path'
import { z } from 'zod'
import { readText } from '../features/entries/catalogue/load-short-translations.js'
import { subjectOfQuestion } from '../search/french-analyser.js'

const subjectsFile = z.strictObject({
  subjects: z.array(
    z.strictObject({
      /** Ways to say it, without any verb of asking. */
      words: z.array(z.string().min(1)).min(1),
      /** Which is meant, in one question. */
      ask: z.string().min(1),
      /** What may be meant, likeliest first, each by what tells it from the others. */
      choices: z
        .array(z.strictObject({ entry: z.string().min(1), label: z.string().min(1).max(45) }))
        .min(2)
        .max(5),
    }),
  ),
})

/** A subject that alone does not tell what is wanted, and what may be: "une facture". French only. */
export type Subject = z.infer<typeof subjectsFile>['subjects'][number]
/** The curated subjects, by the stems of their words in order. */
export type Subjects = ReadonlyMap<string, Subject>

/** Reads `<knowledgeDir>/subjects.json`. @throws ZodError, SyntaxError, and Error where two subjects share words */
export async function loadSubjects(knowledgeDir: string): Promise<Subjects> {
  const { subjects } = subjectsFile.parse(JSON.parse(await readText(join(knowledgeDir, 'subjects.json'))))
  const byStems = new Map<string, Subject>()
  for (const subject of subjects) {
    for (const words of subject.words) {
      const stems = subjectOfQuestion(words)
      const other = byStems.get(stems)
      if (stems === '') throw new Error(`subjects.json: "${words}" has no word that means something`)
      if (other && other !== subject) throw new Error(`subjects.json: "${words}" is a word of "${other.words[0]}" too`)
      byStems.set(stems, subject)
    }
  }
  return byStems
}

/** The subject that a message names and says nothing more of, with those of its choices that the commune answers; `null` where fewer than two are. Pure. */
export function bareSubject(subjects: Subjects, text: string, isServed: (entryId: string) => boolean): Subject | null {
  const subject = subjects.get(subjectOfQuestion(text))
  const choices = subject?.choices.filter(({ entry }) => isServed(entry)) ?? []
  return subject && choices.length > 1 ? { ...subject, choices } : null
}

/** Those of some candidates that are among its choices. Pure. */
export function amongChoices<C extends { id: string }>(candidates: readonly C[], { choices }: Subject): C[] {
  return candidates.filter(({ id }) => choices.some(({ entry }) => entry === id))
}
