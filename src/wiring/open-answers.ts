import { loadAddresses } from '../assistant/addresses/load-addresses.js'
import { answeredEntry, decideFirst } from '../assistant/decide.js'
import { dangerDocuments } from '../assistant/words/load-dangers.js'
import { documentsOf } from '../commands/backups/read-backup.js'
import { type ConflictFinder, createConflictFinder } from '../features/conflicts/conflict-finder.js'
import { layered, ownEntries } from '../features/entries/catalogue/load-own-entries.js'
import { type Model, openModel } from '../features/entries/catalogue/open-model.js'
import { type OpenEntries, openEntries } from '../features/entries/open-entries.js'
import { openNationalEntries } from '../features/national-feed/national-entries.js'
import { loadPlaces } from '../features/places/load-places.js'
import { type OpenPublication, openPublication } from '../features/publication/open-publication.js'
import { createModelReadiness, type ModelReadiness } from '../features/service/model-readiness.js'
import { type LiveCommunes, openLiveCommunes } from '../features/settings/live-communes.js'
import { loadCommunes } from '../features/settings/load-communes.js'
import { stackOf } from '../log.js'
import type { Duty } from '../platform/feature.js'
import type { Measures } from '../platform/http/measures.js'
import { operatorCommandsDuty } from '../store/operator-commands.js'
import type { Platform } from './open-platform.js'

/** The communes as they are now. */
export interface OpenCommunes {
  liveCommunes: LiveCommunes
  /** What a sweep does first: takes what operators asked. */
  applyOperatorCommands: Duty
}

/** Opens the communes, and carries out what operators asked before this process began. */
export async function openCommunes(platform: Platform): Promise<OpenCommunes> {
  const { config, content, store, logger } = platform
  const { files } = content
  const liveCommunes = await openLiveCommunes({
    files,
    store,
    publicUrl: config.publicUrl,
    onFault: (communeId, fault) =>
      logger.error({ communeId, fault }, 'settings no longer go with the file of their commune: it is served alone'),
    onAddressFault: (communeId, { fault }) =>
      logger.error({ communeId, fault }, 'a commune cannot have the public address that it says: it has the server’s'),
  })
  const applyOperatorCommands = operatorCommandsDuty({
    dataDir: config.dataDir,
    store,
    communeIds: { [Symbol.iterator]: () => liveCommunes.byId.keys() },
    refresh: liveCommunes.refresh,
    documentsOf,
    onFault: (file) => logger.error({ file }, 'an order that was left cannot be read'),
  })
  store.subscribe(({ type, communeId }) => {
    if (type === 'commune')
      readAgain(platform, liveCommunes, communeId).catch((error) =>
        logger.error(
          { stack: stackOf(error), communeId },
          'what a commune has in the town’s folder cannot be read again',
        ),
      )
  })
  await applyOperatorCommands()
  return { liveCommunes, applyOperatorCommands }
}

/** A commune that came, was put back or went: its file, and what lies beside it. */
async function readAgain({ config, content }: Platform, liveCommunes: LiveCommunes, communeId: string): Promise<void> {
  const { townDir } = config
  const file = (await loadCommunes(townDir)).get(communeId)
  const own = new Map(file ? [[communeId, file]] : [])
  const places = (await loadPlaces(townDir, own)).get(communeId)
  const streets = (await loadAddresses(townDir, own.keys(), content.language.streets)).get(communeId)
  if (places) content.places.set(communeId, places)
  else content.places.delete(communeId)
  if (streets) content.streets.set(communeId, streets)
  else content.streets.delete(communeId)
  await (file ? liveCommunes.put(file) : liveCommunes.remove(communeId))
}

/** What citizens are answered from, and what looks after it. */
export interface Answers extends Pick<OpenEntries, 'library'>, Pick<OpenPublication, 'publisher' | 'curation'> {
  model: Model
  /** What becomes of the model, for `/readyz`. */
  readiness: ModelReadiness['read']
  conflicts: ConflictFinder
  /** Ends what is being computed; called once the store is closed and the model has settled. */
  stopAnswers(): Promise<void>
}

/** Opens what citizens are answered from: searched by words until the model has settled. */
export async function openAnswers(
  platform: Platform,
  { communes, measures }: { communes: LiveCommunes['byId']; measures: Pick<Measures, 'encodingSkipped'> },
): Promise<Answers> {
  const { config, overrides, content, store, instances, now, logger } = platform
  const { calibration, language } = content
  const national = openNationalEntries({ config, communes, say: content.sayImports, logger })
  const entries = await openEntries({
    communes,
    entries: content.entries,
    calibration,
    listenedFor: dangerDocuments(language.heard.dangers),
    files: layered(national, ownEntries(config.townDir)),
    store,
    now,
    mostEntries: config.loadedEntries,
    onEmbedded: () => published.publisher.measureServed(),
    logger,
  })
  const { library } = entries
  const { onProgress } = overrides
  const readiness = createModelReadiness(library)
  const model = openModel({ config, library, readiness, onSkipped: measures.encodingSkipped, onProgress, logger })
  const { encoder } = model
  const assistant = { decide: decideFirst, answeredBy: answeredEntry }
  const parts = { config, entries, communes, store, instances, encoder, calibration, assistant, now, logger }
  const published = openPublication(parts)
  const { publisher, curation, measure, rehearsing } = published
  const conflicts = createConflictFinder({ library, measure, queue: rehearsing, now, logger })
  return {
    library,
    publisher,
    curation,
    model,
    readiness: readiness.read,
    conflicts,
    async stopAnswers() {
      await curation.stop()
      await conflicts.stop()
      await publisher.stop()
      await model.close()
    },
  }
}
