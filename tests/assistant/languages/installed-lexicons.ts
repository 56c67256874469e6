import { createLanguageTables } from '../../../src/assistant/languages/language-tables.js'
import { loadLexicons } from '../../../src/content/load-lexicons.js'
import { idsIn, intentsDir, knowledgeDir, readIntent } from '../../content/installed.js'

/** The installed lexicons. */
export const lexicons = await loadLexicons(knowledgeDir)

/** Example questions of the installed entries, with the entry's id. */
export const examples = idsIn(intentsDir, '.json').flatMap((id) =>
  readIntent(id).utterances.fr.map((question) => ({ id, question })),
)

/** The tables that the server builds from them. */
export const tables = createLanguageTables(
  lexicons,
  examples.map(({ question }) => question),
)
