import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { StaffLanguage } from '../../platform/model/language.js'
import type { Translate } from '../kit/words.js'
import type { ConsoleSession } from './console-session.js'
import type { ConsoleState } from './console-state.js'

/** What every part of the console may use. */
export interface ConsoleUse {
  session: ConsoleSession
  state: ConsoleState
  t: Translate
  language: StaffLanguage
  /** The present, refreshed often enough for waiting times. */
  now: Date
}

/** Carries {@link ConsoleUse} down the tree. */
export const ConsoleContext = createContext<ConsoleUse | null>(null)

/** The console around a part. @throws when there is none */
export function useConsole(): ConsoleUse {
  const use = useContext(ConsoleContext)
  if (!use) throw new Error('no console around this part')
  return use
}
