import type { Ref } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { CheckField, SelectField, TextField } from '../../../ui/kit/field.js'
import { CallError, type StaffApi } from '../../../ui/kit/staff-api.js'
import { useOneAtATime } from '../../../ui/kit/use-asked.js'
import { auditWords, changedParts } from '../../audit/pages/audit-values.js'
import { type CopyPreviewView, settingsRoutes } from '../contract.js'
import { COPY_GROUPS, type CopyGroup } from '../settings.js'
import type { SettingsWords } from './list-acts.js'

/** Longest reason, as the server takes it. */
const MOST_WHY = 500

interface CopyPreviewProps {
  words: SettingsWords
  preview: CopyPreviewView
  title: Ref<HTMLHeadingElement>
  onCopy: (why: string) => void
}

/** What copying would change, part by part, before anything is; then the reason, and the act. */
function CopyPreview({ words, preview: { from, differences }, title, onCopy }: CopyPreviewProps) {
  const { say, many } = words
  const telling = { words: auditWords(words.language), names: {} }
  const [why, setWhy] = useState('')
  const [isMissing, setMissing] = useState(false)
  const field = useRef<HTMLInputElement>(null)
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
          <dl class="changed-parts">
            {changedParts(before, after, telling).map((part) => (
              <div key={part.name}>
                <dt>{part.name || say('copy.whole')}</dt>
                <dd>
                  <span>{say('copy.was', { value: part.before || say('copy.nothing') })}</span>
                  <span>{say('copy.is', { value: part.after || say('copy.nothing') })}</span>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      ))}
      {differences.length > 0 && (
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
          <Button type="submit" look="main" label={say('copy.do', { name: from.name })} />
        </form>
      )}
    </section>
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
  const [sources, setSources] = useState<CopyPreviewView['from'][] | null>(null)
  const [from, setFrom] = useState('')
  const [groups, setGroups] = useState<CopyGroup[]>([])
  const [preview, setPreview] = useState<CopyPreviewView | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [copied, setCopied] = useState(0)
  const shown = useRef<HTMLHeadingElement>(null)
  const title = useRef<HTMLParagraphElement>(null)
  const one = useOneAtATime()
  /** Another with each choice: a preview of what was chosen before it is not shown. */
  const serial = useRef(0)
  useEffect(() => {
    api.ask(settingsRoutes.copySources).then(
      ({ communes }) => {
        setSources(communes)
        setFrom(communes[0]?.id ?? '')
      },
      () => setProblem(''),
    )
  }, [api])
  useEffect(() => {
    if (preview) shown.current?.focus()
  }, [preview])
  const attempt = async (act: () => Promise<void>) => {
    setProblem(null)
    setCopied(0)
    try {
      await act()
    } catch (error) {
      setProblem(error instanceof CallError ? error.message : '')
    }
  }
  const look = () =>
    attempt(async () => {
      const asked = serial.current
      const seen = await api.ask(settingsRoutes.previewCopy, { body: { from, groups } })
      if (asked === serial.current) setPreview(seen)
    })
  const copy = (why: string) =>
    attempt(async () => {
      if (!preview) return
      const { baseVersion, sourceVersion, differences } = preview
      const body = { from: preview.from.id, groups, baseVersion, sourceVersion, why }
      await api.ask(settingsRoutes.copy, { body })
      setPreview(null)
      setCopied(differences.length)
      onCopied()
      title.current?.focus()
    })
  /** What was shown is no longer what would be copied. */
  const unshow = () => {
    serial.current += 1
    setPreview(null)
  }
  const choose = (group: CopyGroup, isChosen: boolean) => {
    unshow()
    setGroups(COPY_GROUPS.filter((one) => (one === group ? isChosen : groups.includes(one))))
  }
  return (
    <div class="copy-settings">
      <p class="hint" ref={title} tabIndex={-1}>
        {say('copy.help')}
      </p>
      <p role="status">{copied > 0 && many('copy.done', copied)}</p>
      {sources?.length === 0 && <p>{say('copy.alone')}</p>}
      {sources && sources.length > 0 && (
        <form
          class="alert-form settings-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            if (groups.length > 0) void look()
          }}
        >
          <SelectField
            id="copy-from"
            label={say('copy.from')}
            value={from}
            onValue={(value) => {
              unshow()
              setFrom(value)
            }}
            choices={sources.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          />
          <fieldset class="choices">
            <legend>{say('copy.groups')}</legend>
            {COPY_GROUPS.map((group) => (
              <CheckField
                key={group}
                label={say(`copy.group.${group}`)}
                isChecked={groups.includes(group)}
                onCheck={(isOn) => choose(group, isOn)}
              />
            ))}
          </fieldset>
          <p class="hint">{say('copy.never')}</p>
          <Button type="submit" label={say('copy.look')} isOff={groups.length === 0} />
        </form>
      )}
      <div role="alert">{problem !== null && <p class="field-error">{problem || say('copy.failed')}</p>}</div>
      {preview && (
        <CopyPreview words={words} preview={preview} title={shown} onCopy={(why) => void one(() => copy(why))} />
      )}
    </div>
  )
}
