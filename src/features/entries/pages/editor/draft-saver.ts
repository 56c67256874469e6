import { attempt } from '../../../../ui/kit/browser.js'
import { CallError, type StaffApi } from '../../../../ui/kit/staff-api.js'
import { type EntryView, entryRoutes } from '../../contract.js'
import { type EntryContent, isSameContent } from '../../model/entry-record.js'

/** Where a draft stands. */
export type SaveState =
  /** Nothing was written since it was opened, and there is no draft. */
  | { kind: 'untouched' }
  | { kind: 'saved'; at: string; by: string }
  /** Written, and about to be saved. */
  | { kind: 'pending' }
  | { kind: 'saving' }
  /** `isKept`: this browser keeps it meanwhile. */
  | { kind: 'unsaved'; why: 'unreached' | 'signed_out' | 'refused'; message: string; isKept: boolean }
  /** Somebody saved, published or threw away the draft meanwhile. */
  | { kind: 'conflict'; theirs: EntryView }

/** How long typing must pause before it is saved. */
const PAUSE_MS = 1_000
/** How long after a failure it is tried again. */
const RETRY_MS = 5_000

/** What a saver needs. Times come from `now`. */
export interface SaverSetting {
  api: Pick<StaffApi, 'ask'>
  place: KeptPlace
  /** The version of the draft that the page shows, 0 for none, and the revision from which it is begun. */
  seen: number
  basedOn: number
  state: SaveState
  now: () => Date
  onState: (state: SaveState) => void
}

/**
 * Saves what is written, by itself: one save at a time, the last content always. What the server does not have is kept in this browser, so that neither a
 * lost network nor an ended session loses a word; what somebody else saved meanwhile is never overwritten unasked.
 */
export class DraftSaver {
  #seen: number
  #basedOn: number
  #state: SaveState
  #unsaved: EntryContent | null = null
  #saving: Promise<void> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #isClosed = false

  constructor(private readonly setting: SaverSetting) {
    this.#seen = setting.seen
    this.#basedOn = setting.basedOn
    this.#state = setting.state
  }

  /** The version of the draft that the server has of this page; 0 when it has none. */
  get seen(): number {
    return this.#seen
  }

  get state(): SaveState {
    return this.#state
  }

  /** Something was written. */
  write(content: EntryContent): void {
    this.#unsaved = content
    const isKept = this.#keep(content)
    if (this.#state.kind === 'conflict') return
    if (this.#state.kind === 'unsaved') this.#tell({ ...this.#state, isKept })
    else if (this.#state.kind !== 'saving') this.#tell({ kind: 'pending' })
    this.#schedule(this.#state.kind === 'unsaved' ? RETRY_MS : PAUSE_MS)
  }

  /** Saves at once what is not saved. @returns whether the server has everything */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer)
    while (this.#saving) await this.#saving
    if (this.#unsaved && this.#state.kind !== 'conflict') {
      this.#saving = this.#save(this.#unsaved).finally(() => {
        this.#saving = null
      })
      await this.#saving
    }
    return this.#unsaved === null && this.#state.kind !== 'conflict'
  }

  /** Ends a conflict: what is written here becomes the draft, begun from what is served now. */
  async keepMine(content: EntryContent, { draft, servedRevision }: EntryView): Promise<boolean> {
    this.#seen = draft?.version ?? 0
    this.#basedOn = servedRevision
    this.#unsaved = content
    this.#state = { kind: 'pending' }
    return this.flush()
  }

  /** Ends a conflict, or an act of this page: the draft is what the server says. */
  adopt({ draft, servedRevision }: Pick<EntryView, 'draft' | 'servedRevision'>): void {
    clearTimeout(this.#timer)
    this.#unsaved = null
    dropKept(this.setting.place)
    this.#seen = draft?.version ?? 0
    this.#basedOn = draft?.basedOn ?? servedRevision
    this.#tell(draft ? { kind: 'saved', at: draft.at, by: draft.by.userName } : { kind: 'untouched' })
  }

  /** Tries again at once: the network or the session is back. */
  retry(): void {
    if (this.#unsaved) void this.flush()
  }

  /** The page is left: what is not saved is sent, and kept in the browser until it has come. */
  close(): void {
    void this.flush()
    this.#isClosed = true
  }

  #schedule(afterMs: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), afterMs)
  }

  #keep(content: EntryContent): boolean {
    const kept: KeptDraft = {
      content,
      basedOn: this.#basedOn,
      seen: this.#seen,
      at: this.setting.now().toISOString(),
    }
    return keepDraft(this.setting.place, kept)
  }

  async #save(content: EntryContent): Promise<void> {
    this.#tell({ kind: 'saving' })
    try {
      const { draft } = await this.setting.api.ask(entryRoutes.saveDraft, {
        params: this.#params,
        body: { content, basedOn: this.#basedOn, seen: this.#seen },
      })
      this.#seen = draft.version
      if (this.#unsaved === content) {
        this.#unsaved = null
        dropKept(this.setting.place)
        this.#tell({ kind: 'saved', at: draft.at, by: draft.by.userName })
      } else if (this.#unsaved) {
        this.#keep(this.#unsaved)
        this.#tell({ kind: 'pending' })
        this.#schedule(PAUSE_MS)
      }
    } catch (error) {
      await this.#fail(content, error)
    }
  }

  async #fail(content: EntryContent, error: unknown): Promise<void> {
    const call = CallError.of(error)
    if (call.status === 409) return this.#meet(content)
    const why = call.signedOut ? 'signed_out' : call.outOfReach ? 'unreached' : 'refused'
    this.#tell({ kind: 'unsaved', why, message: call.message, isKept: this.#keep(content) })
    if (why === 'unreached' && !this.#isClosed) this.#schedule(RETRY_MS)
  }

  /** Somebody else was here: who, when, and what is left to decide. */
  async #meet(content: EntryContent): Promise<void> {
    try {
      const theirs = await this.setting.api.ask(entryRoutes.read, { params: this.#params })
      const isSame = theirs.draft && isSameContent(theirs.draft.content, this.#unsaved ?? content)
      if (isSame) this.adopt(theirs)
      else this.#tell({ kind: 'conflict', theirs })
    } catch {
      this.#tell({ kind: 'unsaved', why: 'unreached', message: '', isKept: this.#keep(content) })
      this.#schedule(RETRY_MS)
    }
  }

  get #params(): { id: string } {
    return { id: this.setting.place.entryId }
  }

  #tell(state: SaveState): void {
    this.#state = state
    if (!this.#isClosed) this.setting.onState(state)
  }
}

/** What this browser keeps of a draft until the server has it. */
export interface KeptDraft {
  content: EntryContent
  /** See `draftRequest`. */
  basedOn: number
  seen: number
  /** ISO instant of the last change. */
  at: string
}

/** One draft of one person: on a shared computer, nobody is given what another one wrote. */
interface KeptPlace {
  communeId: string
  userId: string
  entryId: string
}

/** What is kept of a draft, if anything. What cannot be read is nothing. */
export function readKept(place: KeptPlace): KeptDraft | null {
  return attempt(() => {
    const kept = JSON.parse(localStorage.getItem(keyOf(place)) ?? 'null') as KeptDraft | null
    return kept && typeof kept.content?.title === 'string' && Array.isArray(kept.content.questions) ? kept : null
  })
}

/** Keeps a draft. @returns whether the browser lets it be kept */
function keepDraft(place: KeptPlace, draft: KeptDraft): boolean {
  return (
    attempt(() => {
      localStorage.setItem(keyOf(place), JSON.stringify(draft))
      return true
    }) ?? false
  )
}

/** Keeps nothing any more: the server has it. */
function dropKept(place: KeptPlace): void {
  attempt(() => localStorage.removeItem(keyOf(place)))
}

function keyOf({ communeId, userId, entryId }: KeptPlace): string {
  return `guichet-admin:draft:${communeId}:${userId}:${entryId}`
}
