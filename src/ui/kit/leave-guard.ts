import { useEffect } from 'preact/hooks'
import type { StaffLanguage } from '../../platform/model/language.js'
import { shellWords } from './shell-words.js'

/** What is asked before somebody leaves what is not saved, the last question first. */
const questions: string[] = []

/** Asks before somebody leaves. @returns that it is asked no more */
export function addLeaveQuestion(question: string): () => void {
  questions.unshift(question)
  return () => {
    const at = questions.indexOf(question)
    if (at >= 0) questions.splice(at, 1)
  }
}

/** Whether somebody may go elsewhere: nothing is unsaved, or she says so. */
export function mayLeave(ask: (question: string) => boolean = (question) => confirm(question)): boolean {
  const [question] = questions
  return question === undefined || ask(question)
}

/** Asks no more of what is open now: somebody who has said that she leaves it is not asked again by the browser. */
export function clearLeaveQuestions(): void {
  questions.length = 0
}

/** While something typed is not saved, asks before another page is opened in its place, or the browser's tab is closed. */
export function useLeaveGuard(isUnsaved: boolean, question: string): void {
  useEffect(() => {
    if (!isUnsaved) return
    const release = addLeaveQuestion(question)
    const guard = (event: BeforeUnloadEvent) => {
      if (questions.includes(question)) event.preventDefault()
    }
    addEventListener('beforeunload', guard)
    return () => {
      release()
      removeEventListener('beforeunload', guard)
    }
  }, [isUnsaved, question])
}

/** What is ticked, whatever was ticked first: to be compared by {@link useUnsaved}. */
export function sortedTicks<One extends string>(ticked: readonly One[]): One[] {
  return [...ticked].sort()
}

/** While a form holds something else than what was read or last saved, asks before it is lost. Both are compared as JSON. */
export function useUnsaved(draft: unknown, saved: unknown, language: StaffLanguage): void {
  useLeaveGuard(JSON.stringify(draft) !== JSON.stringify(saved), shellWords(language).say('leave'))
}
