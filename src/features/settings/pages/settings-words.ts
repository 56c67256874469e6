import en from '../../../../knowledge/messages/admin-settings.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-settings.fr.json' with { type: 'json' }
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'

/** Key of a sentence of the settings. */
export type SettingsWord = keyof typeof fr
/** The sentences of the settings in one language. */
export type SettingsWords = PageWords<SettingsWord>

/** The sentences of the settings. */
export const settingsWords = pageWords<SettingsWord>(fr, en)
