import { useEffect, useRef, useState } from 'preact/hooks'
import type { Colour, Theme } from '../../../../platform/model/commune.js'
import { THEME_FONTS, THEME_LAUNCHERS } from '../../../../platform/model/commune.js'
import type { StaffLanguage } from '../../../../platform/model/language.js'
import { Button } from '../../../../ui/kit/button.js'
import type { Translate, WordKey } from '../../../../ui/kit/console-words.js'
import { ActMessage } from '../../../../ui/kit/form.js'
import { useUnsaved } from '../../../../ui/kit/leave-guard.js'
import { Sheet } from '../../../../ui/kit/sheet.js'
import type { StaffApi } from '../../../../ui/kit/staff-api.js'
import { useAct } from '../../../../ui/kit/use-act.js'
import { toColour } from '../../colour.js'
import { settingsRoutes } from '../../contract.js'
import {
  accentContrasts,
  isReadable,
  LEAST_CONTRAST,
  MAX_RADIUS_PX,
  nearestReadable,
  OWN_COLOURS,
  paletteOf,
  SCHEMES,
  type Scheme,
} from '../../palette.js'

/** Corners of Guichet's own buttons, in px: those of `widget.css`. */
const OWN_RADIUS_PX = 14

/** Looks being tried: what the fields hold. */
interface ThemeDraft extends Required<Theme> {
  /** Whether the colour of dark screens is chosen, not made from the other. */
  ownDark: boolean
}

/** A colour as it is judged. */
interface Judgement {
  /** Least contrasts, rounded down to a tenth: none is said better than it is. */
  text: number
  component: number
  /** The nearest colour that can be read, when this one cannot. */
  nearest: Colour | null
}

/** The fields of a theme that a commune has. */
export function draftOf(theme: Theme): ThemeDraft {
  const { light, dark } = paletteOf(theme)
  return {
    accent: light.accent,
    accentDark: dark.accent,
    ownDark: theme.accentDark !== undefined,
    radius: theme.radius ?? OWN_RADIUS_PX,
    font: theme.font ?? 'system',
    launcher: theme.launcher ?? 'labelled',
  }
}

/** A draft after a change: unless it is chosen, the colour of dark screens follows the other. */
export function changeDraft(draft: ThemeDraft, change: Partial<ThemeDraft>): ThemeDraft {
  const next = { ...draft, ...change }
  return next.ownDark ? next : { ...next, accentDark: draftOf({ ...accentOf(next) }).accentDark }
}

/** What is to be written in the commune's file: only what is not Guichet's own. */
export function toTheme(draft: ThemeDraft): Theme {
  const { accentDark, ownDark, radius, font, launcher } = draft
  return {
    ...accentOf(draft),
    ...(ownDark && { accentDark }),
    ...(radius !== OWN_RADIUS_PX && { radius }),
    ...(font !== 'system' && { font }),
    ...(launcher !== 'labelled' && { launcher }),
  }
}

/** Whether a colour can be read wherever it is used, by how much, and what to take instead. */
export function judge(accent: Colour, scheme: Scheme): Judgement {
  const { text, on, component } = accentContrasts(accent, scheme)
  return {
    text: tenth(Math.min(text, on)),
    component: tenth(component),
    nearest: isReadable(accent, scheme) ? null : nearestReadable(accent, scheme),
  }
}

function accentOf({ accent }: ThemeDraft): Pick<Theme, 'accent'> {
  return accent === OWN_COLOURS.light.accent ? {} : { accent }
}

function tenth(ratio: number): number {
  return Math.floor(ratio * 10) / 10
}

interface Props {
  api: StaffApi
  t: Translate
  language: StaffLanguage
}

/** The looks of the chat, tried out: colours with their contrasts in words, what they give on light and dark screens, and the setting to copy. */
export function ThemeSection({ api, t, language }: Props) {
  const [draft, setDraft] = useState<ThemeDraft | null>(null)
  const [saved, setSaved] = useState<ThemeDraft | null>(null)
  const [failed, setFailed] = useState(false)
  useUnsaved(draft, saved, language)
  useEffect(() => {
    api.ask(settingsRoutes.theme).then(
      ({ theme }) => {
        setDraft(draftOf(theme))
        setSaved(draftOf(theme))
      },
      () => setFailed(true),
    )
  }, [api])
  return (
    <Sheet id="theme" title={t('admin.theme')} hint={t('admin.theme.intro')}>
      <ActMessage problem={failed && t('admin.theme.unread')} />
      {draft && (
        <>
          <Fields t={t} language={language} draft={draft} onChange={(change) => setDraft(changeDraft(draft, change))} />
          <div class="theme-previews">
            {SCHEMES.map((scheme) => (
              <ThemePreview key={scheme} t={t} draft={draft} scheme={scheme} />
            ))}
          </div>
          <p class="hint">{t('admin.theme.forced')}</p>
          <SaveTheme api={api} t={t} draft={draft} onSaved={() => setSaved(draft)} />
          <Setting t={t} draft={draft} />
        </>
      )}
    </Sheet>
  )
}

interface FieldsProps extends Omit<Props, 'api'> {
  draft: ThemeDraft
  onChange: (change: Partial<ThemeDraft>) => void
}

function Fields(props: FieldsProps) {
  const { t, draft, onChange } = props
  return (
    <div class="theme-fields">
      <div class="pair">
        <ColourField {...props} scheme="light" name="accent" />
        <div>
          <ColourField {...props} scheme="dark" name="accentDark" />
          <label class="theme-choice">
            <input
              type="checkbox"
              checked={!draft.ownDark}
              onChange={(event) => onChange({ ownDark: !event.currentTarget.checked })}
            />{' '}
            {t('admin.theme.follow')}
          </label>
        </div>
      </div>
      <div class="field">
        <label for="theme-radius">{t('admin.theme.radius', { count: draft.radius })}</label>
        <input
          id="theme-radius"
          type="range"
          min={0}
          max={MAX_RADIUS_PX}
          value={draft.radius}
          onInput={(event) => onChange({ radius: event.currentTarget.valueAsNumber })}
        />
      </div>
      <div class="pair">
        <Choices {...props} name="font" values={THEME_FONTS} />
        <Choices {...props} name="launcher" values={THEME_LAUNCHERS} />
      </div>
    </div>
  )
}

interface ColourFieldProps extends FieldsProps {
  scheme: Scheme
  name: 'accent' | 'accentDark'
}

/** A colour, whether it can be read, and the nearest one that can. */
function ColourField({ t, language, draft, onChange, scheme, name }: ColourFieldProps) {
  const { text, component, nearest } = judge(draft[name], scheme)
  const figure = (ratio: number) => ratio.toLocaleString(language)
  const values = {
    text: figure(text),
    component: figure(component),
    leastText: figure(LEAST_CONTRAST.text),
    leastComponent: figure(LEAST_CONTRAST.component),
  }
  const choose = (colour: Colour | null) =>
    colour && onChange({ [name]: colour, ...(name === 'accentDark' && { ownDark: true }) })
  return (
    <div class="field">
      <label for={`theme-${name}`}>{t(`admin.theme.${name}`)}</label>
      <div class="theme-colour">
        <input
          id={`theme-${name}`}
          type="color"
          value={draft[name]}
          aria-describedby={`theme-${name}-contrast`}
          onInput={(event) => choose(toColour(event.currentTarget.value))}
        />
        <code>{draft[name]}</code>
      </div>
      <p id={`theme-${name}-contrast`} class={nearest ? 'bad' : 'good'} role="status">
        {t(nearest ? 'admin.theme.faint' : 'admin.theme.readable', values)}
      </p>
      {nearest && <Button label={t('admin.theme.take', { colour: nearest })} onClick={() => choose(nearest)} />}
    </div>
  )
}

type ChoicesProps = FieldsProps &
  ({ name: 'font'; values: typeof THEME_FONTS } | { name: 'launcher'; values: typeof THEME_LAUNCHERS })

function Choices({ t, draft, onChange, name, values }: ChoicesProps) {
  return (
    <fieldset>
      <legend>{t(`admin.theme.${name}`)}</legend>
      {values.map((value) => (
        <label key={value} class="theme-choice">
          <input
            type="radio"
            name={`theme-${name}`}
            checked={draft[name] === value}
            onChange={() => onChange({ [name]: value })}
          />{' '}
          {t(`admin.theme.${name}.${value}` as WordKey)}
        </label>
      ))}
    </fieldset>
  )
}

interface SaveProps {
  api: StaffApi
  t: Translate
  draft: ThemeDraft
  onSaved: () => void
}

/** Puts the looks in use; on the town's pages within five minutes, for as long as browsers keep the former ones. */
function SaveTheme({ api, t, draft, onSaved }: SaveProps) {
  const [said, setSaid] = useState<string | null>(null)
  const { isBusy, problem, run } = useAct(t('admin.theme.unsaved'))
  const isFaint = judge(draft.accent, 'light').nearest ?? judge(draft.accentDark, 'dark').nearest
  useEffect(() => setSaid(null), [draft])
  if (isFaint) return null
  const save = () =>
    run(async () => {
      setSaid(null)
      const { version: baseVersion } = await api.ask(settingsRoutes.read)
      await api.ask(settingsRoutes.change, { body: { baseVersion, set: { theme: toTheme(draft) } } })
      setSaid(t('admin.theme.saved'))
      onSaved()
    })
  return (
    <div class="actions">
      <Button look="main" label={t('admin.theme.save')} isOff={isBusy} onClick={() => void save()} />
      <p role="status">{said}</p>
      <ActMessage problem={problem} />
    </div>
  )
}

/** What to write in the commune's file; nothing that the server would refuse. */
function Setting({ t, draft }: { t: Translate; draft: ThemeDraft }) {
  const [said, setSaid] = useState<WordKey | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const isFaint = judge(draft.accent, 'light').nearest ?? judge(draft.accentDark, 'dark').nearest
  const text = `"theme": ${JSON.stringify(toTheme(draft), null, 2)}`
  useEffect(() => setSaid(null), [text])
  if (isFaint) return <p class="bad">{t('admin.theme.mend')}</p>
  const copy = async () => {
    field.current?.select()
    // Only pages served safely may write to the clipboard; elsewhere the text is selected, and the keys do it.
    const copied = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    )
    setSaid(copied ? 'admin.theme.copied' : 'admin.theme.selected')
  }
  return (
    <div class="field">
      <label for="theme-setting">{t('admin.theme.setting')}</label>
      <textarea
        id="theme-setting"
        class="theme-setting"
        ref={field}
        readOnly
        rows={text.split('\n').length}
        value={text}
      />
      <div class="actions">
        <Button label={t('admin.theme.copy')} onClick={() => void copy()} />
        <p role="status">{said && t(said)}</p>
      </div>
    </div>
  )
}

interface ThemePreviewProps {
  t: Translate
  draft: ThemeDraft
  scheme: Scheme
}

/** What the looks make of the launcher, the top of the panel, a question, an answer and its link: drawn, not pressed. */
function ThemePreview({ t, draft, scheme }: ThemePreviewProps) {
  const { accent, on, tint } = paletteOf({ ...toTheme(draft), accent: draft.accent, accentDark: draft.accentDark })[
    scheme
  ]
  const { paper, card } = OWN_COLOURS[scheme]
  const colours = { accent, on, tint, paper, card, radius: `${draft.radius}px` }
  const style = Object.fromEntries(Object.entries(colours).map(([name, value]) => [`--shown-${name}`, value]))
  return (
    <figure class={`theme-preview ${scheme}`} style={style}>
      <figcaption>{t(`admin.theme.preview.${scheme}`)}</figcaption>
      <div class="shown-page" aria-hidden="true">
        <div class="shown-panel">
          <p class="shown-head">{t('admin.theme.sample.head')}</p>
          <p class="shown-bubble own">{t('admin.theme.sample.question')}</p>
          <p class="shown-bubble">
            {t('admin.theme.sample.answer')} <u>{t('admin.theme.sample.link')}</u>
          </p>
          <p class="shown-button">{t('admin.theme.sample.button')}</p>
        </div>
        <p class={`shown-launcher ${draft.launcher}`}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M4 5h16v11H9l-5 4zM8 9h8m-8 3h5" />
          </svg>
          {draft.launcher === 'labelled' && t('admin.theme.sample.launcher')}
        </p>
      </div>
    </figure>
  )
}
