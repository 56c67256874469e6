import { useLayoutEffect } from 'preact/hooks'
import type { Command } from './command.js'

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
