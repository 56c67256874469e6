import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { CallError, type StaffApi } from '../../../ui/kit/staff-api.js'
import { type SettingsValues, type SettingsView, settingsRoutes } from '../contract.js'
import type { SettingKey } from '../settings.js'

/** Why a change was refused. */
export interface Refusal {
  /** The server's sentence; empty when it said nothing. */
  sentence: string
  /** The field at fault: `services.accueil.hours.1`. */
  field: string
  /** Whether somebody else was faster: what is here is to be read again. */
  isStale: boolean
}

/** What is asked of the server. */
export interface Saving {
  set?: { [Key in SettingKey]?: SettingsValues[Key] | null }
  toFile?: SettingKey[]
  why: string
}

/** The settings of the commune, and the ways to change them. */
export interface Settings {
  view: SettingsView | null
  failed: boolean
  refusal: Refusal | null
  /** Whether the last change was kept. */
  saved: boolean
  read(): void
  save(saving: Saving): Promise<boolean>
  undo(version: number): Promise<boolean>
}

/** Reads the settings, and keeps what the server says of each change. */
export function useSettings(api: StaffApi): Settings {
  const [view, setView] = useState<SettingsView | null>(null)
  const [failed, setFailed] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [saved, setSaved] = useState(false)
  const read = useCallback(() => {
    setFailed(false)
    setRefusal(null)
    api.ask(settingsRoutes.read).then(setView, () => setFailed(true))
  }, [api])
  useEffect(read, [read])
  const pending = useRef<Promise<boolean> | null>(null)
  /** One change at a time: pressed twice, the second would be refused for being over a version that the first has replaced. */
  const sendOnce = (change: Parameters<typeof send>[0]): Promise<boolean> => {
    pending.current ??= send(change).finally(() => {
      pending.current = null
    })
    return pending.current
  }
  const send = async (change: (baseVersion: number) => Promise<SettingsView>) => {
    setRefusal(null)
    setSaved(false)
    try {
      setView(await change(view?.version ?? 0))
      setSaved(true)
      return true
    } catch (error) {
      const { detail: sentence = '', field = '', code } = CallError.of(error).problem
      setRefusal({ sentence, field: field.replace(/^set\./, ''), isStale: code === 'settings_stale' })
      return false
    }
  }
  return {
    view,
    failed,
    refusal,
    saved,
    read,
    save: (saving) => sendOnce((baseVersion) => api.ask(settingsRoutes.change, { body: { baseVersion, ...saving } })),
    undo: (version) => sendOnce((baseVersion) => api.ask(settingsRoutes.undo, { body: { baseVersion, version } })),
  }
}
