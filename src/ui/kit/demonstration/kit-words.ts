import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import en from '../../../../knowledge/messages/kit.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/kit.fr.json' with { type: 'json' }
import { type PageWords, pageWords } from '../page-words.js'

type KitKey = keyof typeof fr

/** The sentences of the page that shows the kit. */
export const kitWords = pageWords<KitKey>(fr, en)

/** Carries them down the page. */
export const KitContext = createContext<PageWords<KitKey>>(kitWords('fr'))

/** The sentences of the page, in its language. */
export function useKitWords(): PageWords<KitKey> {
  return useContext(KitContext)
}

/** Services that no town hall has, and what was asked of them. */
export const SERVICES = [
  { id: 'counter', asked: 48, answered: 45 },
  { id: 'registry', asked: 31, answered: 24 },
  { id: 'school', asked: 12, answered: 12 },
] as const
