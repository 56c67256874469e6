import { createMask } from '../../../src/assistant/mask-personal-data.js'
import { readTable } from '../../../src/assistant/words/tables.js'
import { intentsDir } from '../../features/entries/installed.js'

/** Masks by the installed words. */
export const maskPersonalData = createMask(await readTable('personal-data', { intentsDir }))
