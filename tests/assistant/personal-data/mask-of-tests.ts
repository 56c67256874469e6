import { createMask } from '../../../src/assistant/mask-personal-data.js'
import { loadPersonalDataWords } from '../../../src/assistant/words/load-personal-data-words.js'
import { knowledgeDir } from '../../features/entries/installed.js'

/** Masks by the installed words. */
export const maskPersonalData = createMask(await loadPersonalDataWords(knowledgeDir))
