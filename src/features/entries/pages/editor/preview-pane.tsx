import { useContext } from 'preact/hooks'
import { LANGUAGES } from '../../../../platform/model/language.js'
import { SelectField } from '../../../../ui/kit/field.js'
import type { PreviewView } from '../../contract.js'
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
