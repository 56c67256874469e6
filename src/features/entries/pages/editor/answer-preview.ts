import { type ComponentType, createContext } from 'preact'
import type { PreviewView } from '../../contract.js'

/** An answer, and what is said before it. */
export type PreviewedAnswer = Pick<PreviewView, 'answer' | 'openings'>

/** How an answer is shown exactly as citizens see it: the shell gives it, which knows their widget. */
export const AnswerPreview = createContext<ComponentType<PreviewedAnswer>>(() => null)
