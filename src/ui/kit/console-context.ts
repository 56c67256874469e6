import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { StaffLanguage } from '../../platform/model/language.js'
import type { AgentConsole, ConsoleState } from './agent-console.js'
import type { Command } from './commands/command.js'
import type { Translate } from './console-words.js'

/** What every part of the console may use. */
export interface ConsoleUse {
  session: AgentConsole
  state: ConsoleState
  t: Translate
  language: StaffLanguage
  /** The present, refreshed often enough for waiting times. */
  now: Date
  /** A command by its id: the shell has the list of all. */
  commandOf: (id: string) => Command
}

/** Carries {@link ConsoleUse} down the tree. */
export const ConsoleContext = createContext<ConsoleUse | null>(null)

/** The console around a part. @throws when there is none */
export function useConsole(): ConsoleUse {
  const use = useContext(ConsoleContext)
  if (!use) throw new Error('no console around this part')
  return use
}
