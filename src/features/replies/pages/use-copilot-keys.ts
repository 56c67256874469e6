import { useLayoutEffect } from 'preact/hooks'
import type { AgentConsole } from '../../../ui/kit/agent-console.js'
import { useLiveCommand } from '../../../ui/kit/commands/live-command.js'
import type { ComposerMode } from './draft-keys.js'

/** What the keys do. */
export interface CopilotKeys {
  /** @param place from 1 */
  onInsert: (place: number) => void
  onMode: (mode: ComposerMode) => void
}

/**
 * Alt and a digit of the upper row insert a suggestion; those of the numeric pad are left, by which Windows types letters (Alt + 144). Off with
 * the other shortcuts, and in a dialog. The note and the answer are commands.
 */
export function useCopilotKeys(session: AgentConsole, { onInsert, onMode }: CopilotKeys): void {
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { preferences } = session.state
      const isPlainAlt = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey
      if (!preferences.shortcuts || !isPlainAlt || document.querySelector('dialog[open]')) return
      const digit = /^Digit([1-5])$/.exec(event.code)?.[1]
      if (digit) onInsert(Number(digit))
      else return
      event.preventDefault()
      event.stopPropagation()
    }
    // Before the console's own shortcuts.
    addEventListener('keydown', onKeyDown, true)
    return () => removeEventListener('keydown', onKeyDown, true)
  }, [session, onInsert])
  useLiveCommand('note', () => onMode('note'))
  useLiveCommand('answer', () => onMode('answer'))
}
