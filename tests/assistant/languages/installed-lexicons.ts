import { languageTables, learnLanguages } from '../../../src/assistant/languages/language-tables.js'
import { loadLanguageExamples, loadLexicons } from '../../../src/assistant/words/load-lexicons.js'
import { intentsDir } from '../../features/entries/installed.js'

/** The installed lexicons. */
export const lexicons = await loadLexicons({ intentsDir })

/** What people ask in each language, of the installed intents. */
export const examples = await loadLanguageExamples(intentsDir)

/** The tables that the server builds from them. */
export const tables = languageTables(learnLanguages(lexicons, examples))
