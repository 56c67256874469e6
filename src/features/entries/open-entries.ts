import type { Logger } from '../../log.js'
import type { StoreLife } from '../../platform/model/store-life.js'
import { unknownSuggestions } from './catalogue/leave-out.js'
import { type Library, type LibraryParts, openLibrary } from './catalogue/library.js'
import type { OwnEntries } from './catalogue/load-own-entries.js'
import type { OwnBaseEvent } from './catalogue/own-bases.js'
import { type CuratedEntries, openCuratedEntries } from './editing/curated-entries.js'
import type { EntryStore } from './entry-verbs.js'

/** What the entries of a server are opened from. */
export interface EntryParts extends Omit<LibraryParts, 'own' | 'onChange'> {
  /** What communes have of their own in files. */
  files: OwnEntries
  store: Pick<EntryStore, 'listEntryRecords' | 'readPublished'> & Pick<StoreLife, 'subscribe'>
  /** Called when a commune's own entries are searched by meaning. */
  onEmbedded: () => void
  logger: Logger
}

/** The entries that citizens are answered from. */
export interface OpenEntries {
  /** What curators have published over the files of communes. */
  curated: CuratedEntries
  library: Library
}

/** What happens to the base of a commune that has entries of its own, for the log. */
const OWN_BASE_EVENTS: Record<OwnBaseEvent, string> = {
  loaded: "a commune's own entries are searched by words",
  embedded: "a commune's own entries are searched by meaning",
  evicted: "a commune's own entries left memory",
  unreadable: "a commune's own entries cannot be read: the shared ones are served",
  degraded: "a commune's own entries are searched by words alone",
}

/** Opens the entries of a server, searched by words; what becomes of those of communes is logged. */
export async function openEntries({ files, store, onEmbedded, logger, ...parts }: EntryParts): Promise<OpenEntries> {
  const { communes } = parts
  const curated = await openCuratedEntries(files, store, communes.keys())
  const library = await openLibrary({
    ...parts,
    own: curated,
    onChange(event, communeId, facts) {
      const isFault = event === 'unreadable' || event === 'degraded'
      logger[isFault ? 'error' : 'info']({ communeId, ...facts }, OWN_BASE_EVENTS[event])
      if (event === 'embedded') onEmbedded()
    },
  })
  warnOfUnknownSuggestions({ communes, library, logger })
  return { curated, library }
}

/** A list that names no entry any more still serves its others. A commune with entries of its own that are not in memory is not looked at: that would load them. */
function warnOfUnknownSuggestions({
  communes,
  library,
  logger,
}: Pick<EntryParts, 'communes' | 'logger'> & { library: Library }) {
  for (const [communeId, commune] of communes) {
    const ids = library.baseNow(communeId)?.base.entries.keys()
    const unknown = ids ? unknownSuggestions(commune, new Set(ids)) : []
    if (unknown.length > 0) logger.warn({ communeId, unknown }, 'suggested entries that do not exist are left out')
  }
}
