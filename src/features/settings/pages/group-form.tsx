import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { SERVICE_PARTS } from '../../../platform/model/commune.js'
import { Button } from '../../../ui/kit/button.js'
import { TextField } from '../../../ui/kit/field.js'
import { useLeaveGuard } from '../../../ui/kit/leave-guard.js'
import type { SettingsValues, SettingsView } from '../contract.js'
import { mergeValues } from '../merge-values.js'
import { SETTING_KEYS, type SettingKey } from '../settings.js'
import type { SettingsWord, SettingsWords } from './list-acts.js'
import { keysOfGroup, SETTING_FIELDS, type SettingGroup } from './setting-fields.js'
import type { Refusal, Saving, Settings } from './use-settings.js'

/** What the fields of a group are given. */
export interface DraftProps {
  words: SettingsWords
  view: SettingsView
  draft: SettingsValues
  onChange: (next: SettingsValues) => void
  /** The field that the server refused, if it did. */
  fault: string | null
}

interface Props {
  words: SettingsWords
  group: SettingGroup
  settings: Settings
  view: SettingsView
  /** Whether it shows a part of its group alone: the rest is not given back to the file from there. */
  isPart?: boolean
  /** Told whether something typed is not saved yet. */
  onUnsaved?: (unsaved: boolean) => void
  children: (props: DraftProps) => ComponentChildren
}

/** Parts that a colleague changed meanwhile, in words: what is shown now, and what was being changed here too. */
interface Met {
  taken: string[]
  kept: string[]
}

const NOTHING_MET: Met = { taken: [], kept: [] }

/** The settings of one group being changed: nothing is in use before they are saved, and what was typed stays when they are refused. */
export function GroupForm({ words, group, settings, view, isPart = false, onUnsaved, children }: Props) {
  const { say } = words
  const { refusal } = settings
  const keys = keysOfGroup(group)
  const { draft, setDraft, met, saveOwn } = useDraft(view.values, keys, words)
  const [why, setWhy] = useState('')
  const changed = keys.filter((key) => JSON.stringify(draft[key]) !== JSON.stringify(view.values[key]))
  const isUnsaved = changed.length > 0
  // Before the next key: whoever is told decides by it whether one may go on.
  useLayoutEffect(() => onUnsaved?.(isUnsaved), [onUnsaved, isUnsaved])
  useLeaveGuard(isUnsaved || why !== '', say('leave'))
  const ofFile = isPart ? [] : keys.filter((key) => view.changed.includes(key))
  const send = async (saving: Omit<Saving, 'why'>) => {
    if (await saveOwn(() => settings.save({ ...saving, why }))) setWhy('')
  }
  const backToFile = async () => {
    if (!confirm(say('toFile.confirm'))) return
    await send({ toFile: ofFile })
    const restored = Object.fromEntries(keys.map((key) => [key, view.file[key]])) as SettingsValues
    setDraft({ ...draft, ...restored })
  }
  return (
    <form
      class="alert-form settings-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (isUnsaved && mayShorten(changed, draft, view, say('shorten.confirm')))
          void send({ set: Object.fromEntries(changed.map((key) => [key, draft[key] ?? null])) })
      }}
    >
      {children({ words, view, draft, onChange: setDraft, fault: refusal?.field ?? null })}
      <TextField id="settings-why" label={say('why')} value={why} maxLength={500} onValue={setWhy} />
      <RefusalWords words={words} refusal={refusal} onReread={settings.read} />
      <MetWords words={words} met={met} />
      <div class="actions">
        {/* Not `disabled`: the focus would be lost once it has been pressed. */}
        <Button type="submit" look="main" label={say('save')} isOff={!isUnsaved} />
        {ofFile.length > 0 && <Button label={say('toFile')} onClick={() => void backToFile()} />}
      </div>
      <p role="status">{settings.saved && !isUnsaved ? say('saved') : isUnsaved && say('unsaved')}</p>
    </form>
  )
}

/** What is typed, over what is saved: what a colleague saves meanwhile is taken over, and told. */
function useDraft(saved: SettingsValues, keys: readonly SettingKey[], words: SettingsWords) {
  const [draft, setDraft] = useState<SettingsValues>(saved)
  const [met, setMet] = useState(NOTHING_MET)
  /** Whether what is read next is what this form has saved. */
  const isOwn = useRef(false)
  const read = useRef(saved)
  useEffect(() => {
    // What a colleague changed meanwhile is taken over, unless it was being changed here too.
    const before = read.current
    read.current = saved
    const merged = mergeDraft(before, draft, { now: saved, keys })
    setDraft(merged.draft)
    const inWords = (paths: string[][]) => paths.map((path) => partInWords(path, [merged.draft, before], words))
    setMet(isOwn.current ? NOTHING_MET : { taken: inWords(merged.taken), kept: inWords(merged.kept) })
    isOwn.current = false
  }, [saved])
  const saveOwn = async (save: () => Promise<boolean>) => {
    isOwn.current = true
    const isKept = await save()
    if (!isKept) isOwn.current = false
    return isKept
  }
  return { draft, setDraft, met, saveOwn }
}

interface RefusalProps {
  words: SettingsWords
  refusal: Refusal | null
  onReread: () => void
}

/** Why the settings were refused; the field at fault points to it. */
function RefusalWords({ words: { say }, refusal, onReread }: RefusalProps) {
  return (
    <div role="alert">
      {refusal && (
        <p class="field-error" id="settings-problem">
          {refusal.sentence || say('save.failed')}{' '}
          {refusal.isStale && <Button label={say('reread')} onClick={onReread} />}
        </p>
      )}
    </div>
  )
}

/** What a colleague changed meanwhile. */
function MetWords({ words: { say }, met: { taken, kept } }: { words: SettingsWords; met: Met }) {
  return (
    <div role="status">
      {taken.length > 0 && <p class="reason">{say('merged.taken', { parts: taken.join(', ') })}</p>}
      {kept.length > 0 && <p class="bad">{say('merged.kept', { parts: kept.join(', ') })}</p>}
    </div>
  )
}

/** Data kept for less time is erased at the next sweep: that is asked about. */
function mayShorten(changed: SettingKey[], draft: SettingsValues, view: SettingsView, question: string): boolean {
  if (!changed.includes('privacy')) return true
  const [before, after] = [view.values.privacy, draft.privacy]
  const kept = (privacy: typeof before) => [privacy?.retentionDays ?? 0, ...Object.values(privacy?.retention ?? {})]
  const isShorter = kept(before).some((days, index) => (kept(after)[index] ?? days) < days)
  return !isShorter || confirm(question)
}

/** A part of the settings as the page names it: `services.accueil.telephone` is « Accueil : Téléphone ». Pure. @param known values among which the part has its name, the best first */
export function partInWords(path: readonly string[], known: readonly SettingsValues[], { say }: SettingsWords): string {
  const [key = '', id, part, ...rest] = path
  if ((key === 'services' || key === 'departments') && id !== undefined) {
    const names = known.map((values) => values[key]?.[id]?.nom)
    const name = names.find(Boolean) ?? say(key === 'services' ? 'services.unnamed' : 'departments.unnamed')
    const words = partOf(key, part)
    const day = /hours$/i.test(part ?? '') && rest[0] !== undefined ? say(`day.${rest[0]}` as SettingsWord) : ''
    return [name, words && say(words), day].filter(Boolean).join(' : ')
  }
  const field = SETTING_FIELDS.find((one) => one.key === key && one.path.join('.') === path.slice(1).join('.'))
  return say((field ? `field.${field.id}` : `key.${key}`) as SettingsWord)
}

function partOf(key: 'services' | 'departments', part: string | undefined): SettingsWord | null {
  if (key === 'departments') return part === 'nom' ? 'departments.name' : null
  const known = SERVICE_PARTS.find((one) => one === part)
  return known ? `service.${known}` : null
}

/** What was typed, over what a colleague saved meanwhile. */
interface MergedDraft {
  draft: SettingsValues
  /** Paths of what the colleague changed and is shown now. */
  taken: string[][]
  /** Paths that both changed. */
  kept: string[][]
}

/** Puts what was typed over what is saved now. Pure. @param keys the settings that the form shows: only of these is told what changed */
export function mergeDraft(
  before: SettingsValues,
  typed: SettingsValues,
  { now, keys }: { now: SettingsValues; keys: readonly SettingKey[] },
): MergedDraft {
  const merged = mergeValues(pick(before), pick(typed), pick(now))
  const isShown = ([key]: string[]) => keys.some((one) => one === key)
  return {
    draft: merged.value as SettingsValues,
    taken: merged.taken.filter(isShown),
    kept: merged.kept.filter(isShown),
  }
}

function pick(values: SettingsValues): SettingsValues {
  return Object.fromEntries(SETTING_KEYS.flatMap((key) => (key in values ? [[key, values[key]]] : [])))
}
