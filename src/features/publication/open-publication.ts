import { join } from 'node:path'
import type { Config } from '../../config.js'
import { type Logger, stackOf } from '../../log.js'
import type { Instances } from '../../platform/instances/instances.js'
import type { Commune } from '../../platform/model/commune.js'
import { strictest } from '../../platform/model/promises.js'
import type { StoreLife } from '../../platform/model/store-life.js'
import type { Calibration } from '../../search/calibration.js'
import type { Encoder } from '../../search/encoder.js'
import type { EntryFolders } from '../entries/catalogue/load-entries.js'
import { loadGuidedEntries } from '../entries/catalogue/load-guides.js'
import { type BuildQueue, createBuildQueue } from '../entries/catalogue/own-bases.js'
import { createCuration, type GateSource } from '../entries/editing/curation.js'
import type { OpenEntries } from '../entries/open-entries.js'
import type { AskOptions } from './ask.js'
import type { CheckedAnswer } from './checked-answer.js'
import { createGate, type GatedCuration } from './gate.js'
import { createMeasure, type Measure } from './measure.js'
import type { MeasureOptions } from './promise.js'
import { openPromiseStore } from './promise-store.js'
import { createPublisher, type Publisher } from './publisher.js'

/** What content is published and measured with. */
export interface PublicationParts {
  config: Pick<Config, 'dataDir' | 'promises'> & EntryFolders
  entries: OpenEntries
  communes: ReadonlyMap<string, Commune>
  store: Pick<StoreLife, 'subscribe'> & { listCheckedAnswers(communeId: string): Promise<CheckedAnswer[]> }
  instances: Pick<Instances, 'broadcast' | 'onMessage'>
  /** The encoder in use; `null` while there is none. */
  encoder: () => Encoder | null
  calibration: Calibration
  /** How the assistant decides. */
  assistant: Pick<AskOptions, 'decide'> & Pick<MeasureOptions, 'answeredBy'>
  now: () => Date
  logger: Logger
}

/** How what is served is replaced, and what is known of it. */
export interface OpenPublication {
  /** What the folders hold is published by every process: each reads its own again. */
  publisher: Publisher
  curation: GatedCuration
  measure: Measure
  /** Of whatever asks every question: one at a time. */
  rehearsing: BuildQueue
}

/** Opens the publication of a server. Nothing is measured before it is asked. */
export function openPublication(parts: PublicationParts): OpenPublication {
  const { config, entries, communes, store, encoder, calibration, assistant, now, logger } = parts
  const { library, curated } = entries
  // One may be added while the server runs.
  const communeIds: Iterable<string> = { [Symbol.iterator]: () => communes.keys() }
  const promisesOf = (communeId: string) => ({ ...config.promises, ...communes.get(communeId)?.promises })
  const folder = join(config.dataDir, 'rehearsals')
  const measure = createMeasure({ folder, encoder, calibration, decide: assistant.decide, now, logger })
  const publisher = createPublisher({
    library,
    store: openPromiseStore(join(config.dataDir, 'promise'), calibration),
    readShared: () => loadGuidedEntries(config),
    measure,
    calibration,
    answeredBy: assistant.answeredBy,
    communeIds,
    // What communes share keeps what the strictest of them promises.
    promisesOf: (ownerId) => (ownerId === null ? strictest([...communeIds].map(promisesOf)) : promisesOf(ownerId)),
    async checkedOf(ownerId) {
      const isServed = (id: string) => (ownerId === null ? library.baseNow(id)?.ownerId === null : id === ownerId)
      const lists = [...communeIds].filter(isServed).map((id) => store.listCheckedAnswers(id))
      return (await Promise.all(lists)).flat()
    },
    now,
    logger,
  })
  const rehearsing = createBuildQueue()
  const promiseOf = (communeId: string) => promisesOf(communeId).wrong
  const gate = createGate<readonly GateSource[]>({ library, measure, queue: rehearsing, promiseOf, now, logger })
  const served = createCuration({
    library,
    curated,
    store,
    communeIds,
    onServed: () => publisher.measureServed(),
    onFault: (communeId, error) =>
      logger.error(
        { communeId, stack: stackOf(error) },
        'what was published could not be served; the former content is',
      ),
  })
  const curation = {
    ...served,
    gate,
    async stop() {
      await gate.stop()
      await served.stop()
    },
  }
  return { publisher: amongInstances(publisher, parts.instances), curation, measure, rehearsing }
}

/** The same publisher, whose publications all processes make. */
function amongInstances(publisher: Publisher, instances: PublicationParts['instances']): Publisher {
  instances.onMessage((message) => {
    if (message.type !== 'content') return
    if (message.communeId !== undefined) publisher.publishOwn(message.communeId)
    // One that runs may have read the folders too early.
    else void publisher.idle().then(publisher.publish)
  })
  return {
    ...publisher,
    publish() {
      publisher.publish()
      instances.broadcast({ type: 'content' })
    },
    publishOwn(communeId) {
      publisher.publishOwn(communeId)
      instances.broadcast({ type: 'content', communeId })
    },
  }
}
