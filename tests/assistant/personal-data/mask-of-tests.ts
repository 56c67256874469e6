import { createMask } from '../../../src/assistant/mask-personal-data.js'
import { loadPersonalDataWords } from '../../../src/content/load-personal-data-words.js'
import { knowledgeDir } from '../../content/installed.js'

/** Masks by the installed words. */
export const maskPersonalData = createMask(await loadPersonalDataWords(knowledgeDir))
