import { useLayoutEffect } from 'preact/hooks'
import type { AgentConsole } from '../agent-console.js'
import type { WordKey } from '../console-words.js'

/** Keys of a command, by the physical key (`code`): the letters used are at the same place on AZERTY and QWERTY. */
export type Shortcut =
  /** Alt and a key. Fires while one writes too, except on a Mac, where Alt (Option) types signs. */
  | { alt: string }
  /** Ctrl (Cmd on a Mac) and a key. Fires while one writes too. */
  | { mod: string }
  /** A key that types nothing, F2 for example: it fires while one writes too. */
  | { key: string }
  /** A sign alone: never while one writes. */
  | { sign: string }

/** Something that an agent can do. The shortcuts, the help, the palette and the buttons all take it from here. */
export interface Command {
  id: string
  /** What it does, in words. */
  label: WordKey
  keys?: Shortcut
  /** Whether it can be done now; absent: always. */
  when?: (session: AgentConsole) => boolean
  /** Absent: the keys work where one writes only, and the part that is written in sees to it. */
  run?: (session: AgentConsole) => void
}

/** Whether a command can be done now. */
export function isPossible(command: Command, session: AgentConsole): boolean {
  return command.run !== undefined && (command.when?.(session) ?? true)
}

/** What the parts on the screen can do now, by the command's id. */
const live = new Map<string, () => void>()

/** A command that a part of the screen does while it shows, by {@link useLiveCommand}; it is not possible otherwise. */
export function liveCommand(command: Pick<Command, 'id' | 'label' | 'keys'>): Command {
  const { id } = command
  return { ...command, when: () => live.has(id), run: () => runLive(id) }
}

/** Does what a part of the screen does, if it shows. */
export function runLive(id: string): void {
  live.get(id)?.()
}

/** Does a command for as long as this part shows. @param run `null` while it cannot be done */
export function useLiveCommand(id: string, run: (() => void) | null): void {
  useLayoutEffect(() => {
    if (!run) return
    live.set(id, run)
    return () => {
      if (live.get(id) === run) live.delete(id)
    }
  })
}
