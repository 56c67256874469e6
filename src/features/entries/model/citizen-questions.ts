import type { CitizenQuestion } from './entry.js'
import type { EntryContent } from './entry-record.js'

type Asked = Pick<EntryContent, 'questions' | 'fromCitizens'>

/** What is known of the example questions that citizens asked in these very words; of those that were corrected or removed since, nothing. Pure. */
export function citizenQuestionsOf({ questions, fromCitizens = [] }: Asked): Map<string, CitizenQuestion> {
  const kept = new Set(questions)
  return new Map(fromCitizens.filter(({ question }) => kept.has(question)).map((one) => [one.question, one]))
}

/** A content with questions more that citizens asked. Pure; the same object when there is none. */
export function withCitizenQuestions<T extends Asked>(content: T, added: readonly CitizenQuestion[]): T {
  if (added.length === 0) return content
  return {
    ...content,
    questions: [...content.questions, ...added.map(({ question }) => question)],
    fromCitizens: [...citizenQuestionsOf(content).values(), ...added],
  }
}

/** A content without some of its questions, and without what is known of them. Pure. */
export function withoutQuestions<T extends Asked>(content: T, isGone: (question: string) => boolean): T {
  const { fromCitizens: former, ...rest } = content
  const questions = content.questions.filter((question) => !isGone(question))
  const fromCitizens = former?.filter(({ question }) => !isGone(question)) ?? []
  return { ...rest, questions, ...(fromCitizens.length > 0 ? { fromCitizens } : {}) } as T
}
