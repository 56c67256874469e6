import { useEffect } from 'preact/hooks'
import type { ConsoleSession } from '../console-session.js'
import type { ComposerMode } from './draft-keys.js'

/** What the keys do. */
export interface CopilotKeys {
  /** @param place from 1 */
  onInsert: (place: number) => void
  onMode: (mode: ComposerMode) => void
}

/**
 * Alt and a digit of the upper row insert a suggestion; those of the numeric pad are left, by which Windows types letters (Alt + 144). In the composer, Alt + P
 * and Alt + L choose the note and the answer. Off with the other shortcuts, and in a dialog.
 */
export function useCopilotKeys(session: ConsoleSession, { onInsert, onMode }: CopilotKeys): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { preferences } = session.state
      const isPlainAlt = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey
      if (!preferences.shortcuts || !isPlainAlt || document.querySelector('dialog[open]')) return
      const digit = /^Digit([1-5])$/.exec(event.code)?.[1]
      const isWriting = event.target instanceof HTMLElement && event.target.closest('.composer') !== null
      if (digit) onInsert(Number(digit))
      else if (event.code === 'KeyL') onMode('answer')
      else if (event.code === 'KeyP' && isWriting) onMode('note')
      else return
      event.preventDefault()
      event.stopPropagation()
    }
    // Before the console's own shortcuts.
    addEventListener('keydown', onKeyDown, true)
    return () => removeEventListener('keydown', onKeyDown, true)
  }, [session, onInsert, onMode])
}
