import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { buildBase } from '../../src/features/entries/catalogue/base.js'
import { loadEntries } from '../../src/features/entries/catalogue/load-entries.js'
import { mergeEntries } from '../../src/features/entries/catalogue/load-own-entries.js'
import { loadCommunes } from '../../src/features/settings/load-communes.js'
import { loadCalibration } from '../../src/search/calibration.js'
import { loadEncoder } from '../../src/search/encoder.js'
import { generateEntries, writeBase } from '../scale/generate-base.js'
import { standIn } from '../scale/stand-in-encoder.js'

const MODEL_DIR = 'models/guichet-fr'

/**
 * The installed content with a large base for the first commune, and a data folder whose embedding cache knows it: with drawn vectors, which cost what real
 * ones do and are there in seconds. @returns the settings of a server
 */
export async function prepareLargeBase(folder: string, entries: number): Promise<Record<string, string>> {
  const [knowledgeDir, dataDir] = [join(folder, 'knowledge'), join(folder, 'data')]
  await cp('knowledge', knowledgeDir, { recursive: true })
  const installed = await loadEntries({ knowledgeDir, intentsDir: 'intents' })
  const [commune] = await loadCommunes(knowledgeDir)
  const loaded = await loadEncoder(MODEL_DIR)
  if (!commune || loaded.status === 'unavailable') throw new Error('no commune, or no model')
  const [communeId] = commune
  const templates = installed.filter(({ questions }) => questions.length > 0)
  const own = [...generateEntries(templates, { count: entries - installed.length, seed: 1 })]
  await writeBase(knowledgeDir, communeId, own)
  const { calibration } = await loadCalibration(MODEL_DIR)
  await buildBase(mergeEntries(installed, { entries: own, archivedIds: [] }), standIn(loaded.encoder), calibration, {
    cacheDir: join(dataDir, 'embeddings', 'communes', communeId),
  })
  await loaded.encoder.close()
  return { GUICHET_KNOWLEDGE_DIR: knowledgeDir, GUICHET_DATA_DIR: dataDir }
}
