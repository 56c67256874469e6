import { mkdir } from 'node:fs/promises'
import { dangerDocuments } from '../assistant/words/load-dangers.js'
import { loadLanguage } from '../assistant/words/load-language.js'
import { readConfig } from '../config.js'
import { openLibrary } from '../features/entries/catalogue/library.js'
import { loadGuidedEntries } from '../features/entries/catalogue/load-guides.js'
import { loadTown } from '../features/settings/load-town.js'
import { PREPARED_FOLDER, preparedFiles, usePrepared } from '../platform/prepared.js'
import { loadCalibration } from '../search/calibration.js'

/**
 * Reads the installed content as a start does, and leaves what is made of it beside the built code: `npm run release` ships it.
 * @param folder where it is written
 * @throws ContentError when the content is at fault
 */
export async function prepareContent(folder = PREPARED_FOLDER): Promise<void> {
  await mkdir(folder, { recursive: true })
  usePrepared(preparedFiles(folder))
  const config = readConfig({})
  const [language, communes, entries, { calibration }] = await Promise.all([
    loadLanguage(config),
    loadTown(config),
    loadGuidedEntries(config),
    loadCalibration(config.modelDir),
  ])
  await openLibrary({ communes, entries, calibration, listenedFor: dangerDocuments(language.heard.dangers) })
  await language.listenBeside(entries.map(({ title }) => title))
}
