import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { ALERT_LEVELS, type AlertLevel, MAX_ALERT_LENGTH } from '../../../platform/model/alert.js'
import type { Translate } from '../../../ui/kit/console-words.js'
import { SelectField } from '../../../ui/kit/field.js'
import { Icon } from '../../../ui/kit/icon.js'
import type { AlertAdminView } from '../contract.js'
import { type AlertDraft, type AlertField, checkDraft } from './alert-draft.js'

interface FormProps {
  t: Translate
  draft: AlertDraft
  entries: AlertAdminView['entries']
  onChange: (change: Partial<AlertDraft>) => void
  onSubmit: () => void
  children: ComponentChildren
}

/** The fields of an announcement; each fault is tied to its field, and the first field at fault takes the focus. */
export function AlertForm({ t, draft, entries, onChange, onSubmit, children }: FormProps) {
  const [faults, setFaults] = useState(new Map<AlertField, string>())
  const form = useRef<HTMLFormElement>(null)
  const focusFault = useRef(false)
  useLayoutEffect(() => {
    if (!focusFault.current) return
    focusFault.current = false
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  })
  const submit = (event: Event) => {
    event.preventDefault()
    const found = checkDraft(draft, new Date())
    setFaults(new Map([...found].map(([field, key]) => [field, t(key)])))
    focusFault.current = found.size > 0
    if (found.size === 0) onSubmit()
  }
  const common = { t, draft, onChange, faults }
  return (
    <form class="alert-form" ref={form} onSubmit={submit} noValidate>
      <LevelField t={t} level={draft.level} onLevel={(level) => onChange({ level })} />
      <p class="hint" id="alert-length">
        {t('admin.alert.length', { count: MAX_ALERT_LENGTH })}
      </p>
      <TextField {...common} language="fr" />
      <TextField {...common} language="en" />
      <div class="pair">
        <DraftField {...common} name="from" label={t('admin.alert.from')} />
        <DraftField {...common} name="to" label={t('admin.alert.to')} />
      </div>
      <p class="hint" id="alert-zone">
        {t('admin.alert.zone')}
      </p>
      {draft.entries.map((chosen, index) => (
        <EntryField
          key={`${index}`}
          t={t}
          count={index + 1}
          chosen={chosen}
          entries={entries}
          onChoose={(id) => onChange({ entries: draft.entries.with(index, id) })}
        />
      ))}
      <div class="pair">
        <DraftField {...common} name="linkLabel" label={t('admin.alert.link.label')} />
        <DraftField {...common} name="linkUrl" label={t('admin.alert.link.url')} />
      </div>
      {children}
    </form>
  )
}

interface LevelProps {
  t: Translate
  level: AlertLevel
  onLevel: (level: AlertLevel) => void
}

/** How grave it is. */
function LevelField({ t, level: chosen, onLevel }: LevelProps) {
  return (
    <fieldset>
      <legend>{t('admin.alert.level')}</legend>
      {ALERT_LEVELS.map((level) => (
        <label key={level}>
          <input type="radio" name="alert-level" checked={chosen === level} onChange={() => onLevel(level)} />{' '}
          {t(`admin.alert.level.${level}`)}
        </label>
      ))}
    </fieldset>
  )
}

interface FieldProps {
  t: Translate
  draft: AlertDraft
  onChange: (change: Partial<AlertDraft>) => void
  faults: ReadonlyMap<AlertField, string>
}

function TextField({ t, draft, onChange, faults, language }: FieldProps & { language: 'fr' | 'en' }) {
  const fault = language === 'fr' ? faults.get('fr') : undefined
  return (
    <div class="field">
      <label for={`alert-${language}`}>{t(`admin.alert.text.${language}`)}</label>
      <textarea
        id={`alert-${language}`}
        lang={language}
        rows={3}
        maxLength={MAX_ALERT_LENGTH}
        value={draft[language]}
        aria-required={language === 'fr'}
        aria-invalid={fault !== undefined}
        aria-describedby={`alert-length${fault ? ` alert-${language}-fault` : ''}`}
        onInput={(event) => onChange({ [language]: event.currentTarget.value })}
      />
      <Fault id={`alert-${language}-fault`} text={fault} />
    </div>
  )
}

interface DraftFieldProps extends FieldProps {
  name: 'from' | 'to' | 'linkLabel' | 'linkUrl'
  label: string
}

/** A moment, or a line of text. */
function DraftField({ draft, onChange, faults, name, label }: DraftFieldProps) {
  const isMoment = name === 'from' || name === 'to'
  const fault = name === 'to' || name === 'linkUrl' ? faults.get(name) : undefined
  const describedBy = [isMoment && 'alert-zone', fault && `alert-${name}-fault`].filter(Boolean).join(' ')
  const attributes = {
    id: `alert-${name}`,
    value: draft[name],
    'aria-invalid': fault !== undefined,
    'aria-describedby': describedBy || undefined,
    onInput: (event: { currentTarget: HTMLInputElement }) => onChange({ [name]: event.currentTarget.value }),
  }
  return (
    <div class="field">
      <label for={attributes.id}>{label}</label>
      {isMoment ? (
        <input type="datetime-local" {...attributes} />
      ) : (
        <input type="text" inputMode={name === 'linkUrl' ? 'url' : 'text'} {...attributes} />
      )}
      <Fault id={`alert-${name}-fault`} text={fault} />
    </div>
  )
}

interface EntryFieldProps {
  t: Translate
  /** From one. */
  count: number
  chosen: string
  entries: AlertAdminView['entries']
  onChoose: (id: string) => void
}

function EntryField({ t, count, chosen, entries, onChoose }: EntryFieldProps) {
  return (
    <SelectField
      id={`alert-entry-${count}`}
      label={t('admin.alert.entry', { count })}
      value={chosen}
      onValue={onChoose}
      choices={
        <>
          <option value="">{t('admin.alert.noEntry')}</option>
          {entries.map(({ id, title }) => (
            <option key={id} value={id} lang="fr">
              {title}
            </option>
          ))}
        </>
      }
    />
  )
}

function Fault({ id, text }: { id: string; text: string | undefined }) {
  if (!text) return null
  return (
    <p id={id} class="field-error">
      <Icon name="alert" /> {text}
    </p>
  )
}
