import type { Ref } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { CheckField, SelectField, TextField } from '../../../ui/kit/field.js'
import { type StaffApi, sentenceOf } from '../../../ui/kit/staff-api.js'
import { useOneAtATime } from '../../../ui/kit/use-act.js'
import { auditWords, changedParts } from '../../audit/pages/audit-values.js'
import { ChangedParts } from '../../audit/pages/changed-parts.js'
import { type CopyPreviewView, settingsRoutes } from '../contract.js'
import { COPY_GROUPS, type CopyGroup } from '../settings.js'
import type { SettingsWords } from './list-acts.js'

/** Longest reason, as the server takes it. */
const MOST_WHY = 500

/** A commune whose settings may be taken. */
type Source = CopyPreviewView['from']

interface CopyPreviewProps {
  words: SettingsWords
  preview: CopyPreviewView
  title: Ref<HTMLHeadingElement>
  onCopy: (why: string) => void
}

/** What copying would change, part by part, before anything is; then the reason, and the act. */
function CopyPreview({ words, preview: { from, differences }, title, onCopy }: CopyPreviewProps) {
  const { say, many } = words
  const ofAudit = auditWords(words.language)
  return (
    <section aria-labelledby="copy-preview">
      <h3 id="copy-preview" ref={title} tabIndex={-1}>
        {differences.length === 0
          ? say('copy.same', { name: from.name })
          : many('copy.changes', differences.length, { name: from.name })}
      </h3>
      {differences.map(({ key, before, after }) => (
        <details key={key} open={differences.length < 4}>
          <summary>{say(`key.${key}`)}</summary>
          <ChangedParts words={ofAudit} parts={changedParts(before, after, { words: ofAudit, names: {} })} />
        </details>
      ))}
      {differences.length > 0 && <CopyForm words={words} name={from.name} onCopy={onCopy} />}
    </section>
  )
}

interface CopyFormProps extends Pick<CopyPreviewProps, 'words' | 'onCopy'> {
  /** Of the commune whose settings are taken. */
  name: string
}

/** Why the settings are copied, and the act. */
function CopyForm({ words: { say }, name, onCopy }: CopyFormProps) {
  const [why, setWhy] = useState('')
  const [isMissing, setMissing] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  return (
    <form
      class="alert-form settings-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setMissing(why.trim() === '')
        if (why.trim() === '') field.current?.focus()
        else onCopy(why.trim())
      }}
    >
      <TextField
        id="copy-why"
        label={say('copy.why')}
        value={why}
        describedBy="copy-why-error"
        isWrong={isMissing}
        input={field}
        maxLength={MOST_WHY}
        required
        onValue={setWhy}
      >
        <p class="field-error" id="copy-why-error">
          {isMissing && say('copy.why.missing')}
        </p>
      </TextField>
      <Button type="submit" look="main" label={say('copy.do', { name })} />
    </form>
  )
}

interface Props {
  api: StaffApi
  words: SettingsWords
  /** Told once the settings have changed. */
  onCopied: () => void
}

/** Settings of another commune of the server put in the place of this one's: chosen by group, seen before they are, and told why. */
export function CopySettings({ api, words, onCopied }: Props) {
  const { say, many } = words
  const shown = useRef<HTMLHeadingElement>(null)
  const title = useRef<HTMLParagraphElement>(null)
  const one = useOneAtATime()
  const { sources, choice, choose, preview, problem, copied, look, copy } = useCopying(api, () => {
    onCopied()
    title.current?.focus()
  })
  useEffect(() => {
    if (preview) shown.current?.focus()
  }, [preview])
  return (
    <div class="copy-settings">
      <p class="hint" ref={title} tabIndex={-1}>
        {say('copy.help')}
      </p>
      <p role="status">{copied > 0 && many('copy.done', copied)}</p>
      {sources?.length === 0 && <p>{say('copy.alone')}</p>}
      {sources && sources.length > 0 && (
        <ChoiceForm words={words} sources={sources} choice={choice} onChoose={choose} onLook={() => void look()} />
      )}
      <div role="alert">{problem !== null && <p class="field-error">{problem || say('copy.failed')}</p>}</div>
      {preview && (
        <CopyPreview words={words} preview={preview} title={shown} onCopy={(why) => void one(() => copy(why))} />
      )}
    </div>
  )
}

/** What is copied, and from where. */
interface CopyChoice {
  from: string
  groups: CopyGroup[]
}

/** Copying: from where one may, what was chosen, what that would change, and what came of it. @param onCopied told once the settings have changed */
function useCopying(api: StaffApi, onCopied: () => void) {
  const [sources, setSources] = useState<Source[] | null>(null)
  const [choice, setChoice] = useState<CopyChoice>({ from: '', groups: [] })
  const [preview, setPreview] = useState<CopyPreviewView | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [copied, setCopied] = useState(0)
  /** Another with each choice: a preview of what was chosen before it is not shown. */
  const serial = useRef(0)
  useEffect(() => {
    api.ask(settingsRoutes.copySources).then(
      ({ communes }) => {
        setSources(communes)
        setChoice((before) => ({ ...before, from: communes[0]?.id ?? '' }))
      },
      () => setProblem(''),
    )
  }, [api])
  const attempt = async (act: () => Promise<void>) => {
    setProblem(null)
    setCopied(0)
    try {
      await act()
    } catch (error) {
      setProblem(sentenceOf(error))
    }
  }
  const look = () =>
    attempt(async () => {
      const asked = serial.current
      const seen = await api.ask(settingsRoutes.previewCopy, { body: choice })
      if (asked === serial.current) setPreview(seen)
    })
  const copy = (why: string) =>
    attempt(async () => {
      if (!preview) return
      const { from, baseVersion, sourceVersion, differences } = preview
      const body = { from: from.id, groups: choice.groups, baseVersion, sourceVersion, why }
      await api.ask(settingsRoutes.copy, { body })
      setPreview(null)
      setCopied(differences.length)
      onCopied()
    })
  /** What was shown is no longer what would be copied. */
  const choose = (next: CopyChoice) => {
    serial.current += 1
    setPreview(null)
    setChoice(next)
  }
  return { sources, choice, choose, preview, problem, copied, look, copy }
}

interface ChoiceFormProps {
  words: SettingsWords
  sources: readonly Source[]
  choice: CopyChoice
  onChoose: (choice: CopyChoice) => void
  onLook: () => void
}

/** From which commune, and which groups of settings. */
function ChoiceForm({ words: { say }, sources, choice, onChoose, onLook }: ChoiceFormProps) {
  const { from, groups } = choice
  return (
    <form
      class="alert-form settings-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (groups.length > 0) onLook()
      }}
    >
      <SelectField
        id="copy-from"
        label={say('copy.from')}
        value={from}
        onValue={(value) => onChoose({ from: value, groups })}
        options={sources.map(({ id, name }) => [id, name] as const)}
      />
      <fieldset class="choices">
        <legend>{say('copy.groups')}</legend>
        {COPY_GROUPS.map((group) => (
          <CheckField
            key={group}
            label={say(`copy.group.${group}`)}
            isChecked={groups.includes(group)}
            onCheck={(isOn) =>
              onChoose({ from, groups: COPY_GROUPS.filter((one) => (one === group ? isOn : groups.includes(one))) })
            }
          />
        ))}
      </fieldset>
      <p class="hint">{say('copy.never')}</p>
      <Button type="submit" label={say('copy.look')} isOff={groups.length === 0} />
    </form>
  )
}
