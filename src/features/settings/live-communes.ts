import { AppError } from '../../platform/model/app-error.js'
import type { Commune } from '../../platform/model/commune.js'
import { checkCommune } from './commune-schema.js'
import { type AddressFault, namesOf, type PublicNames } from './public-names.js'
import { describeFaults } from './schedule-schema.js'
import { type SettingsEdit, valuesAfter, withValues } from './settings.js'
import type { AnswersSwitch } from './settings-document.js'
import type { SettingsStore } from './settings-verbs.js'

/** A commune as its file says it, and what was changed over it. */
export interface CommuneSettings {
  /** As its file says. */
  file: Commune
  /** As it is served: the same object until its settings change. Without its public address where that cannot be its own. */
  commune: Commune
  /** The same, with the public address that its settings say. */
  wanted: Commune
  /** Why it has not the public address that its settings say; `null` when it has, or they say none. */
  addressFault: AddressFault | null
  /** Oldest first. */
  edits: readonly SettingsEdit[]
  /** Why the file alone is served although settings were changed; `null` when all is well. In English words, for the log and the administrator. */
  fault: string | null
  answers: AnswersSwitch | null
  suspension: AnswersSwitch | null
}

/** The communes of the installation as they are now. Whoever asks {@link LiveCommunes.byId} at the time of use sees every change at once. */
export interface LiveCommunes {
  /** By id. A commune is replaced in one step when its settings change, never changed in place. */
  byId: ReadonlyMap<string, Commune>
  /** The commune whose own name this is; told at each request. */
  communeAt(hostname: string): Commune | undefined
  /** Why a commune could not have the public address that it says; `null`: it could. */
  addressFaultOf(commune: Commune): AddressFault | null
  /** @throws AppError `unknown_commune` (404) */
  settingsOf(communeId: string): CommuneSettings
  /** Who stopped the answers of a commune, or suspended it; `null` while it answers. */
  stopOf(communeId: string): AnswersSwitch | null
  /** Who suspended a commune: then nothing of citizens is taken; `null` while it is open. */
  suspensionOf(communeId: string): AnswersSwitch | null
  /** Reads what is stored of a commune again and serves it. */
  refresh(communeId: string): Promise<void>
  /** Serves a commune as this file says, and what is stored of it: one more, or one whose file is another now. */
  put(file: Commune): Promise<void>
  /** Serves a commune no longer. */
  remove(communeId: string): Promise<void>
}

/** What {@link openLiveCommunes} is given. */
export interface LiveCommunesParts {
  /** As the files say. */
  files: ReadonlyMap<string, Commune>
  store: Pick<SettingsStore, 'listSettingsEdits' | 'readAnswersSwitch' | 'readSuspension'>
  /** Where the server itself is reached; without it, no commune has a name of its own. */
  publicUrl?: string | null
  /** Told when what was changed no longer goes with the file, which is then served alone. */
  onFault?: (communeId: string, fault: string) => void
  /** Told when a commune cannot have the public address that its settings say, and is served without it. */
  onAddressFault?: (communeId: string, fault: AddressFault) => void
}

/** Reads what administrators changed of each commune, over its file. */
export async function openLiveCommunes({
  store,
  publicUrl = null,
  onFault = () => {},
  onAddressFault = () => {},
  ...parts
}: LiveCommunesParts): Promise<LiveCommunes> {
  const files = new Map(parts.files)
  const byId = new Map<string, Commune>()
  const states = new Map<string, CommuneSettings>()
  const names = giveNames({ byId, states, publicUrl, onAddressFault })
  const read = async (communeId: string) => {
    const file = files.get(communeId)
    if (!file) return
    const former = states.get(communeId)
    const state = await readState(store, file, former)
    states.set(communeId, state)
    if (former?.edits === state.edits) return
    if (state.fault !== null) onFault(communeId, state.fault)
    byId.set(communeId, state.commune)
  }
  const inLine = createLine()
  const readNamed = (communeId: string) => read(communeId).then(names.give)
  // The communes keep the order of their files.
  for (const communeId of files.keys()) await inLine(() => read(communeId))
  names.give()
  return {
    byId,
    communeAt: names.communeAt,
    addressFaultOf(commune) {
      const others = [...byId.values()].filter(({ id }) => id !== commune.id)
      return namesOf([...others, commune], publicUrl).faults.get(commune.id) ?? null
    },
    settingsOf(communeId) {
      const state = states.get(communeId)
      if (!state) throw new AppError('unknown_commune', 404, { field: 'communeId' })
      return state
    },
    stopOf: (communeId) => stopOf(states.get(communeId)),
    suspensionOf: (communeId) => suspensionOf(states.get(communeId)),
    refresh: (communeId) => inLine(() => readNamed(communeId)),
    put: (file) =>
      inLine(() => {
        files.set(file.id, file)
        states.delete(file.id)
        return readNamed(file.id)
      }),
    remove: (communeId) =>
      inLine(() => {
        for (const known of [files, states, byId]) known.delete(communeId)
        names.give()
      }),
  }
}

/** One reading after another: an older one never takes the place of a newer. */
function createLine(): (act: () => Promise<void> | void) => Promise<void> {
  let line: Promise<void> = Promise.resolve()
  return (act) => {
    line = line.catch(() => {}).then(act)
    return line
  }
}

function stopOf(state: CommuneSettings | undefined): AnswersSwitch | null {
  const answers = state?.answers
  return suspensionOf(state) ?? (answers?.stopped ? answers : null)
}

function suspensionOf(state: CommuneSettings | undefined): AnswersSwitch | null {
  const suspension = state?.suspension
  return suspension?.stopped ? suspension : null
}

interface NamingParts extends Required<Pick<LiveCommunesParts, 'onAddressFault'>> {
  byId: Map<string, Commune>
  states: Map<string, CommuneSettings>
  publicUrl: string | null
}

/** Gives each name to whom it is, and serves without it whoever says a name that is another's. */
function giveNames({ byId, states, publicUrl, onAddressFault }: NamingParts) {
  let owners: PublicNames['owners'] = new Map()
  return {
    communeAt: (hostname: string) => byId.get(owners.get(hostname)?.id ?? ''),
    give() {
      // By their ids, so that every process decides alike.
      const all = [...states.values()].map(({ wanted }) => wanted)
      const names = namesOf(all.sort(compareIds), publicUrl)
      owners = names.owners
      for (const [communeId, state] of states) {
        const fault = names.faults.get(communeId) ?? null
        if (state.addressFault?.fault === fault?.fault) continue
        if (fault !== null) onAddressFault(communeId, fault)
        const served = fault === null ? state.wanted : withoutAddress(state.wanted)
        states.set(communeId, { ...state, commune: served, addressFault: fault })
        byId.set(communeId, served)
      }
    },
  }
}

const compareIds = (one: Commune, other: Commune) => (one.id < other.id ? -1 : 1)

function withoutAddress({ publicUrl: _, ...commune }: Commune): Commune {
  return commune
}

/** A commune as it is stored now; where no setting has changed since, as it is served. */
async function readState(
  store: LiveCommunesParts['store'],
  file: Commune,
  former: CommuneSettings | undefined,
): Promise<CommuneSettings> {
  const [edits, answers = null, suspension = null] = await Promise.all([
    store.listSettingsEdits(file.id),
    store.readAnswersSwitch(file.id),
    store.readSuspension(file.id),
  ])
  if (former && former.edits.length === edits.length) return { ...former, answers, suspension }
  const served = serve(file, edits)
  return { ...served, wanted: served.commune, addressFault: null, answers, suspension }
}

function serve(
  file: Commune,
  edits: readonly SettingsEdit[],
): Pick<CommuneSettings, 'file' | 'commune' | 'edits' | 'fault'> {
  if (edits.length === 0) return { file, commune: file, edits, fault: null }
  const checked = checkCommune(withValues(file, valuesAfter(edits)))
  return checked.ok
    ? { file, commune: checked.commune, edits, fault: null }
    : { file, commune: file, edits, fault: describeFaults(checked.error) }
}
