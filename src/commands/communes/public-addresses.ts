import type { Config } from '../../config.js'
import { checkCommune } from '../../features/settings/commune-schema.js'
import { loadCommunes } from '../../features/settings/load-communes.js'
import { type AddressFault, namesOf } from '../../features/settings/public-names.js'
import { valuesAfter, withValues } from '../../features/settings/settings.js'
import type { SettingsDocument } from '../../features/settings/settings-document.js'
import type { Commune } from '../../platform/model/commune.js'
import type { DocumentSource } from '../../store/communes/commune-part.js'
import { holdingsOf } from '../../store/open-store.js'
import { withSnapshot } from '../../store/snapshots/with-snapshot.js'

/** A commune as its file says, and as it was changed since. */
export async function asChanged(file: Commune, source: DocumentSource): Promise<Commune> {
  const [changed = file] = await allAsChanged([file], source)
  return changed
}

/**
 * Why the public address of a commune cannot be its own on a server, in words; `null`: it can, or it has none.
 * @param commune with the id that it has, or would have, there
 */
export async function addressObstacle(config: Config, commune: Commune): Promise<string | null> {
  const { publicUrl } = commune
  if (publicUrl === undefined) return null
  const others = (await communesThere(config)).filter(({ id }) => id !== commune.id)
  const fault = namesOf([...others, commune], config.publicUrl).faults.get(commune.id)
  return fault === undefined ? null : inWords(publicUrl, fault)
}

function inWords(publicUrl: string, fault: AddressFault): string {
  if (fault.fault === 'taken') return `${publicUrl} est déjà l’adresse de ${fault.by.nom} (${fault.by.id})`
  return fault.fault === 'server'
    ? `${publicUrl} est l’adresse du serveur`
    : `${publicUrl} demande que le serveur ait d’abord une adresse à lui (GUICHET_PUBLIC_URL)`
}

async function communesThere(config: Config): Promise<Commune[]> {
  const files = [...(await loadCommunes(config.townDir)).values()]
  const { store } = await holdingsOf(config)
  if (store.birth === null && !store.hasDocuments) return files
  return withSnapshot(config, (snapshot) => allAsChanged(files, snapshot))
}

async function allAsChanged(files: readonly Commune[], source: DocumentSource): Promise<Commune[]> {
  const edits = new Map<string, SettingsDocument['edits']>()
  for await (const { document } of source.documents(['settings'])) {
    const { communeId, edits: own } = document as SettingsDocument
    edits.set(communeId, own)
  }
  return files.map((file) => {
    // As the server reads them: an address is kept as it was typed.
    const read = checkCommune(withValues(file, valuesAfter(edits.get(file.id) ?? [])))
    return read.ok ? read.commune : file
  })
}
