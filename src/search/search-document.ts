/** What search knows of an entry. `text` and `questions` may be empty. */
export interface SearchDocument {
  id: string
  title: string
  /** Summary and sections as plain text, without variables. */
  text: string
  /** Example questions, as people type them. */
  questions: readonly string[]
  /** Example questions in other languages than French, whichever: a message in one of them is compared with these too. */
  abroad?: readonly string[]
  /** National fiches that it answers for, its own id apart. */
  covers?: readonly string[]
  /** Whether it is listened for and never an answer: it is among {@link SearchResult.noticed}. */
  isNoticed?: true
}

/** The parts of a document that are matched apart. */
export const FIELDS = ['title', 'questions', 'text'] as const
/** One of {@link FIELDS}. */
export type Field = (typeof FIELDS)[number]
