import { type QuestionKinds, questionKindsOf } from './asking.js'
import { analyse } from './french-analyser.js'
import type { Vocabulary } from './vocabulary.js'

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

/** What the lexical index needs of a document, reusable from one index to the next of the same vocabulary. Stems are numbers of the vocabulary. */
export interface AnalysedDocument {
  /** Distinct stems. */
  stems: Uint32Array
  /** Occurrences in title, questions and text of each stem, `[stems × 3]`. */
  counts: Uint16Array
  /** Words in title, questions and text. */
  lengths: Uint32Array
  /** Distinct stems of the title, then of each example question, one utterance after the other. */
  utterances: Uint32Array
  /** Where each utterance ends in `utterances`. */
  utteranceEnds: Uint32Array
  /** What the title asks for. */
  asking: QuestionKinds
}

const MOST_COUNTED = 65_535

/** Stems and counts of a document. Stems that the vocabulary lacks are added to it. */
export function analyseDocument({ title, questions, text }: SearchDocument, vocabulary: Vocabulary): AnalysedDocument {
  const toNumbers = (words: string): number[] => analyse(words).map((stem) => vocabulary.add(stem))
  const spoken = [title, ...questions].map(toNumbers)
  const [titleStems = [], ...questionStems] = spoken
  const positions = new Map<number, number>()
  const counts: number[] = []
  const lengths = new Uint32Array(3)
  const fields = [titleStems, questionStems.flat(), toNumbers(text)]
  for (const [field, stems] of fields.entries()) {
    lengths[field] = stems.length
    for (const stem of stems) {
      let position = positions.get(stem)
      if (position === undefined) {
        position = positions.size
        positions.set(stem, position)
        counts.push(0, 0, 0)
      }
      counts[position * 3 + field] = Math.min(MOST_COUNTED, (counts[position * 3 + field] ?? 0) + 1)
    }
  }
  const utterances: number[] = []
  const utteranceEnds: number[] = []
  for (const stems of spoken) {
    utterances.push(...new Set(stems))
    utteranceEnds.push(utterances.length)
  }
  return {
    stems: Uint32Array.from(positions.keys()),
    counts: Uint16Array.from(counts),
    lengths,
    utterances: Uint32Array.from(utterances),
    utteranceEnds: Uint32Array.from(utteranceEnds),
    asking: questionKindsOf(title),
  }
}
