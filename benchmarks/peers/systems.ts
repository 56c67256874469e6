import type { SystemReport } from './peers-report.js'
import type { BuildSystem } from './system.js'

/** A system that is compared. Its code is loaded only in the process that runs it. */
export interface SystemKind {
  /** As the tables name it. */
  name: string
  kind: SystemReport['kind']
  /** Whether its build reads a cache, so that a second build differs from the first. */
  cached: boolean
  load(): Promise<BuildSystem>
}

/** Every system that needs no argument, in the order of the tables. */
export const SYSTEMS: Readonly<Record<string, SystemKind>> = {
  guichet: {
    name: 'Guichet',
    kind: 'guichet',
    cached: true,
    load: async () => (await import('./guichet-system.js')).buildGuichet,
  },
  'guichet-words': {
    name: 'Guichet, words only',
    kind: 'guichet',
    cached: false,
    load: async () => (await import('./guichet-system.js')).buildGuichetWords,
  },
  minisearch: {
    name: 'MiniSearch (French)',
    kind: 'peer',
    cached: false,
    load: async () => (await import('./minisearch-peer.js')).buildMiniSearchPeer,
  },
  'minisearch-tuned': {
    name: 'MiniSearch (French, tuned)',
    kind: 'peer',
    cached: false,
    load: async () => (await import('./minisearch-peer.js')).buildTunedMiniSearchPeer,
  },
  orama: {
    name: 'Orama (French)',
    kind: 'peer',
    cached: false,
    load: async () => (await import('./orama-peer.js')).buildOramaPeer,
  },
  nlpjs: {
    name: 'nlp.js (French)',
    kind: 'peer',
    cached: false,
    load: async () => (await import('./nlpjs-peer.js')).buildNlpJsPeer,
  },
  bm25: {
    name: 'BM25 (French stems)',
    kind: 'peer',
    cached: false,
    load: async () => (await import('./bm25-peer.js')).buildBm25Peer,
  },
}

/** The system of an id: one of {@link SYSTEMS}, or {@link encoderAlone} of `name=folder`. @throws Error in one line when there is none */
export function systemOf(id: string): SystemKind {
  const kind = id.includes('=') ? encoderAlone(id) : SYSTEMS[id]
  if (!kind) throw new Error(`no system is called ${id}: ${Object.keys(SYSTEMS).join(', ')}`)
  return kind
}

/** The encoder of an exported model's folder, which ranks alone and decides nothing, from `name=folder`. @throws Error in one line when it is written otherwise */
export function encoderAlone(argument: string): SystemKind {
  const [, name, modelDir] = /^([^=]+)=(.+)$/.exec(argument) ?? []
  if (!name || !modelDir) throw new Error(`--encoder ${argument}: expected name=folder`)
  return {
    name,
    kind: 'encoder',
    cached: true,
    load: async () => (await import('./encoder-peer.js')).buildEncoderOf(modelDir),
  }
}
