import type { Message } from '../../../platform/model/conversation.js'
import { LANGUAGES, type Language } from '../../../platform/model/language.js'
import type { Exercise } from '../exercise.js'
import type { CurrentPractice } from './kept-practice.js'

/** The lines of a practice as messages of a thread. Pure. @param agentName the agent's own, so that the thread says "you" */
export function toMessages(current: CurrentPractice, exercise: Exercise, agentName: string): Message[] {
  const start = Date.parse(current.startedAt)
  const theirs: Language = LANGUAGES.find((language) => language === exercise.language) ?? 'fr'
  return current.play.lines.map(({ author, text, atMs }, index) => ({
    id: `practice-${index}`,
    seq: index + 1,
    author,
    ...(author === 'agent' && { authorName: agentName }),
    at: new Date(start + atMs).toISOString(),
    language: author === 'citizen' ? theirs : 'fr',
    payload: { type: 'text', text },
  }))
}
