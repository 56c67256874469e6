import { LANGUAGES } from '../../../../domain/language.js'
import { formatDay } from '../../../shared/format-date.js'
import { useEntries } from '../entries-context.js'
import { useEditor } from './editor-context.js'

/** The guide and the translations, which are not written here: what there is of them, and where they stand. */
export function TranslationsView() {
  const { words, language } = useEntries()
  const { say } = words
  const { view, content } = useEditor()
  const languages = LANGUAGES.flatMap((one) => {
    const translation = content.translations?.[one]
    return translation ? [{ one, translation }] : []
  })
  const names = new Intl.DisplayNames([language], { type: 'language' })
  return (
    <>
      <h4>{say('guide.title')}</h4>
      <p>{view.fileGuide ? say('guide.has', { title: view.fileGuide.title }) : say('guide.none')}</p>
      <h4>{say('translations.title')}</h4>
      {languages.length === 0 ? (
        <p>{say('translations.none')}</p>
      ) : (
        <>
          <p class="hint">{say('translations.hint')}</p>
          <ul class="entry-translations">
            {languages.map(({ one, translation }) => (
              <li key={one}>
                <strong>{names.of(one)}</strong> – <bdi lang={one}>{translation.title}</bdi>
                <p class="hint">
                  {say(translation.reviewed ? 'translations.reviewed' : 'translations.unreviewed', {
                    day: translation.date ? formatDay(translation.date, language) : '?',
                    by: translation.translatedBy,
                  })}
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
