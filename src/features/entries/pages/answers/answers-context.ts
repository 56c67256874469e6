import { createContext } from 'preact'
import type { AnswersStop, AnswersView } from '../../routes/answers-contract.js'

/** Whether the assistant answers by itself, known to the whole administration. */
export interface AnswersState {
  /** `null` while it answers, and until it is known. */
  stop: AnswersStop | null
  /** Tells the frame what the server has just said. */
  onRead: (view: AnswersView) => void
}

/** See {@link AnswersState}. */
export const AnswersContext = createContext<AnswersState>({ stop: null, onRead: () => {} })
