import { foldedWords } from '../../../platform/text/fold-text.js'

/** How a question is typed: some words, as in a search; a question; or told by somebody: "j’ai perdu ma carte". */
export type QuestionStyle = 'words' | 'question' | 'told'

/** Fewer example questions than this are too few to be found by. */
export const FEWEST_QUESTIONS = 20
/** Most words of a search. */
const MOST_SEARCH_WORDS = 4

const TELLING = new Set('j je m ma me mes moi mon n nos notre nous on'.split(' '))
const ASKING = new Set(
  'combien comment est ou peut peuton pourquoi puis quand que quel quelle quelles quels qui quoi faut'.split(' '),
)

/** How a question is typed. Pure. */
export function styleOf(question: string): QuestionStyle {
  const words = foldedWords(question)
  if (words.some((word) => TELLING.has(word))) return 'told'
  const asks = question.includes('?') || words.some((word) => ASKING.has(word))
  return asks || words.length > MOST_SEARCH_WORDS ? 'question' : 'words'
}

/** Whether example questions are too few, or all of one style: citizens type in several. Pure. */
export function isPoor(questions: readonly string[]): boolean {
  const [first = ''] = questions
  const style = styleOf(first)
  return questions.length < FEWEST_QUESTIONS || questions.every((question) => styleOf(question) === style)
}
