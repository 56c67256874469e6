import { loadLanguage } from '../../src/assistant/words/load-language.js'
import { intentsDir, knowledgeDir } from '../features/entries/installed.js'

/** All that the assistant says and hears, as it is installed. */
export const language = await loadLanguage({ knowledgeDir, intentsDir })
