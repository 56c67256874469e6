import { useCallback, useContext, useEffect, useState } from 'preact/hooks'
import { LANGUAGES, type Language } from '../../../../platform/model/language.js'
import { SelectField } from '../../../../ui/kit/field.js'
import { entryRoutes, type PreviewView } from '../../contract.js'
import type { EntryContent } from '../../model/entry-record.js'
import { useEntries } from '../entry-states.js'
import { AnswerPreview } from './answer-preview.js'
import { type PreviewChoice, useEditor } from './editor-context.js'
import { GuidePreview } from './guide/guide-preview.js'

/** What a citizen would read of what is being written: the answer, the guide before it, or a translation. */
export function PreviewPane({ preview, failed }: { preview: PreviewView | null; failed: boolean }) {
  const { words, language } = useEntries()
  const { say } = words
  const Preview = useContext(AnswerPreview)
  const { content, shown, show } = useEditor()
  const unknown = preview?.unknownVariables ?? []
  const names = new Intl.DisplayNames([language], { type: 'language' })
  const choices: [PreviewChoice, string][] = [
    ['answer', say('preview.answer')],
    ...(content.guide ? [['guide', say('preview.guide')] as [PreviewChoice, string]] : []),
    ...LANGUAGES.filter((one) => content.translations?.[one]).map((one): [PreviewChoice, string] => [
      one,
      names.of(one) ?? one,
    ]),
  ]
  const isOutdated = preview?.outdated.some((one) => one === shown) ?? false
  return (
    <section class="entry-preview" aria-labelledby="entry-preview">
      <h3 id="entry-preview" tabIndex={-1}>
        {say('preview.title')}
      </h3>
      {choices.length > 1 && (
        <SelectField
          id="preview-shown"
          label={say('preview.show')}
          value={shown}
          onValue={(value) => show(choices.find(([one]) => one === value)?.[0] ?? 'answer')}
          choices={choices.map(([one, name]) => (
            <option key={one} value={one}>
              {name}
            </option>
          ))}
        />
      )}
      <p class="hint" role="status">
        {failed ? say('preview.failed') : preview ? say('preview.hint') : say('loading')}
      </p>
      {unknown.length > 0 && <p class="entry-fact trouble">{say('preview.unknown', { names: unknown.join(', ') })}</p>}
      {isOutdated && <p class="entry-fact trouble">{say('preview.outdated')}</p>}
      {preview && shown === 'guide' && content.guide ? (
        <GuidePreview guide={content.guide} preview={preview} />
      ) : (
        preview && <Preview answer={preview.answer} openings={preview.openings} />
      )}
    </section>
  )
}

/** How long typing must pause before the card is made again. */
const PAUSE_MS = 400

/** The card of a content. */
interface Previewing {
  preview: PreviewView | null
  failed: boolean
  /** Asks at once of a content; `null` when it could not be. */
  read: (content: EntryContent) => Promise<PreviewView | null>
}

/** What the server makes of a content, a little after each change; the former card stays until the next has come. */
export function usePreview(entryId: string, content: EntryContent, language: Language): Previewing {
  const { api } = useEntries()
  const [preview, setPreview] = useState<PreviewView | null>(null)
  const [failed, setFailed] = useState(false)
  const isFirst = preview === null
  const ask = useCallback(
    (content: EntryContent) =>
      api.ask(entryRoutes.preview, { params: { id: entryId }, body: { content, language } }).catch(() => null),
    [api, entryId, language],
  )
  useEffect(() => {
    let outdated = false
    const show = async () => {
      const next = await ask(content)
      if (outdated) return
      if (next) setPreview(next)
      setFailed(next === null)
    }
    const timer = setTimeout(() => void show(), isFirst ? 0 : PAUSE_MS)
    return () => {
      outdated = true
      clearTimeout(timer)
    }
  }, [ask, content])
  const read = async (content: EntryContent) => {
    const next = await ask(content)
    if (next) setPreview(next)
    setFailed(next === null)
    return next
  }
  return { preview, failed, read }
}
