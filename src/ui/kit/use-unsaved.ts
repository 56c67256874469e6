import type { StaffLanguage } from '../../platform/model/language.js'
import { shellWords } from './admin-words.js'
import { useLeaveGuard } from './leave-guard.js'

/** What is ticked, whatever was ticked first: to be compared by {@link useUnsaved}. */
export function asTicked<One extends string>(ticked: readonly One[]): One[] {
  return [...ticked].sort()
}

/** While a form holds something else than what was read or last saved, asks before it is lost. Both are compared as JSON. */
export function useUnsaved(draft: unknown, saved: unknown, language: StaffLanguage): void {
  useLeaveGuard(JSON.stringify(draft) !== JSON.stringify(saved), shellWords(language).say('leave'))
}
