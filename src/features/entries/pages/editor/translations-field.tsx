import { useState } from 'preact/hooks'
import { SECTION_KEYS, type Translation } from '../../../../platform/model/entry.js'
import { LANGUAGES, type Language } from '../../../../platform/model/language.js'
import { Button } from '../../../../ui/kit/button.js'
import { CheckField } from '../../../../ui/kit/field.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { townDay } from '../../../../ui/kit/town-clock.js'
import { useEntries } from '../entry-states.js'
import { fieldId, useEditor } from './editor-context.js'
import { RichField } from './rich-field.js'
import { TextField } from './text-field.js'

/** The entry in other languages: each with where it stands, and its texts beside the French. */
export function TranslationsField() {
  const { words, language } = useEntries()
  const { say } = words
  const { content, preview, change, tell, show } = useEditor()
  const { translations = {} } = content
  const names = new Intl.DisplayNames([language], { type: 'language' })
  const nameOf = (one: Language) => names.of(one) ?? one
  const written = LANGUAGES.filter((one) => translations[one])
  const missing = LANGUAGES.filter((one) => one !== 'fr' && !translations[one])
  const begin = (one: Language) => {
    const fresh = emptyTranslation(content.online.length, preview?.frenchDigest ?? '')
    change('translations', (before) => ({ ...before, translations: { ...before.translations, [one]: fresh } }))
    tell(say('translations.begun', { language: nameOf(one) }))
    show(one)
    requestAnimationFrame(() => document.getElementById(fieldId(`translations.${one}.title`))?.focus())
  }
  return (
    <>
      <p class="hint" id="translations-state" tabIndex={-1}>
        {say(written.length === 0 ? 'translations.none' : 'translations.hint')}
      </p>
      {written.map((one) => (
        <TranslationFields
          key={one}
          language={one}
          name={nameOf(one)}
          translation={translations[one] as Translation}
          onRemove={() => {
            change('translations', ({ translations: { [one]: _, ...left } = {}, ...rest }) =>
              Object.keys(left).length > 0 ? { ...rest, translations: left } : rest,
            )
            tell(say('translations.removed', { language: nameOf(one) }))
            document.getElementById('translations-state')?.focus()
          }}
        />
      ))}
      {missing.length > 0 && (
        <fieldset class="guide-fieldset">
          <legend>{say('translations.add')}</legend>
          <div class="actions">
            {missing.map((one) => (
              <Button key={one} label={nameOf(one)} disabled={!preview} onClick={() => begin(one)} />
            ))}
          </div>
        </fieldset>
      )}
    </>
  )
}

interface Props {
  language: Language
  name: string
  translation: Translation
  onRemove: () => void
}

/** A translation, folded behind its name and where it stands. */
function TranslationFields({ language, name, translation, onRemove }: Props) {
  const { say } = useEntries().words
  const { preview, change, tell, show } = useEditor()
  const path = `translations.${language}`
  const isOutdated = preview?.outdated.includes(language) ?? false
  // One that is begun, or whose fault was followed, opens; nothing that is typed in it closes it.
  const [isOpened] = useState(translation.title === '')
  const put: PutTranslation = (field, patch) =>
    change(`${path}.${field}`, (before) => ({
      ...before,
      translations: {
        ...before.translations,
        [language]: { ...(before.translations?.[language] ?? translation), ...patch },
      },
    }))
  return (
    <details class="translation" open={isOpened} onFocusCapture={() => show(language)}>
      <summary>
        <strong>{name}</strong> <bdi lang={language}>{translation.title}</bdi>{' '}
        <span class={isOutdated ? 'entry-fact trouble' : 'entry-fact'}>
          {isOutdated && <Icon name="alert" />}{' '}
          {say(
            isOutdated ? 'translations.outdated' : translation.reviewed ? 'translations.read' : 'translations.unread',
          )}
        </span>
      </summary>
      {isOutdated && (
        <div class="reason">
          <p>{say('translations.outdatedHint')}</p>
          <Button
            label={say('translations.isCurrent')}
            onClick={() => {
              put('translatedFrom', { translatedFrom: preview?.frenchDigest ?? '', date: townDay(new Date()) })
              tell(say('translations.current', { language: name }))
              document.getElementById(fieldId(`${path}.title`))?.focus()
            }}
          />
        </div>
      )}
      <TranslatedTexts path={path} language={language} translation={translation} put={put} />
      <TranslationOrigin path={path} translation={translation} put={put} />
      <div class="actions">
        <Button look="quiet" label={say('translations.remove', { language: name })} onClick={onRemove} />
      </div>
    </details>
  )
}

/** Changes a part of a translation. @param field its path there: typing in one field is one step to undo */
type PutTranslation = (field: string, patch: Partial<Translation>) => void

interface TranslatedProps {
  /** Of the translation, in the content. */
  path: string
  translation: Translation
  put: PutTranslation
}

/** What citizens read of it, each text beside the French. */
function TranslatedTexts({ path, language, translation, put }: TranslatedProps & { language: Language }) {
  const { say } = useEntries().words
  const { content } = useEditor()
  return (
    <>
      <TextField
        field={`${path}.title`}
        label={say('field.title')}
        hint={content.title}
        value={translation.title}
        lang={language}
        maxLength={120}
        onValue={(title) => put('title', { title })}
      />
      <RichField
        field={`${path}.summary`}
        label={say('field.summary')}
        hint={content.summary}
        value={translation.summary}
        lang={language}
        maxLength={300}
        onValue={(summary) => put('summary', { summary })}
        isPlain
      />
      {SECTION_KEYS.map((key) => (
        <RichField
          key={key}
          field={`${path}.sections.${key}`}
          label={say(`section.${key}`)}
          value={translation.sections[key]}
          lang={language}
          onValue={(text) => put(`sections.${key}`, { sections: { ...translation.sections, [key]: text } })}
        />
      ))}
      {content.online.map(({ label }, at) => (
        <TextField
          key={at}
          field={`${path}.online.${at}`}
          label={say('online.label', { number: at + 1 })}
          hint={label}
          value={translation.online[at] ?? ''}
          lang={language}
          onValue={(value) =>
            put(`online.${at}`, {
              online: content.online.map((_, place) => (place === at ? value : (translation.online[place] ?? ''))),
            })
          }
        />
      ))}
    </>
  )
}

/** Who translated it, when, and whether somebody has read it again. */
function TranslationOrigin({ path, translation, put }: TranslatedProps) {
  const { say } = useEntries().words
  return (
    <>
      <div class="pair">
        <TextField
          field={`${path}.translatedBy`}
          label={say('translations.translatedBy')}
          hint={say('translations.byHint')}
          value={translation.translatedBy}
          onValue={(translatedBy) => put('translatedBy', { translatedBy })}
        />
        <TextField
          field={`${path}.date`}
          type="date"
          label={say('translations.date')}
          value={translation.date}
          onValue={(date) => put('date', { date })}
        />
      </div>
      <CheckField
        label={say('translations.isReviewed')}
        isChecked={translation.reviewed}
        onCheck={(isOn) => put('reviewed', { reviewed: isOn })}
      />
    </>
  )
}

function emptyTranslation(links: number, translatedFrom: string): Translation {
  return {
    title: '',
    summary: '',
    online: Array.from({ length: links }, () => ''),
    sections: Object.fromEntries(SECTION_KEYS.map((key) => [key, ''])) as Translation['sections'],
    translatedFrom,
    translatedBy: '',
    reviewed: false,
    date: townDay(new Date()),
  }
}
