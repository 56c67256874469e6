import { directionOf, type Language } from '../../../platform/model/language.js'
import type { Frame } from '../frame.js'

/** The other languages of a page, each by its own name; `linkTo` gives the page in a language. */
export function LanguageNav({ frame, linkTo }: { frame: Frame; linkTo: (language: Language) => string }) {
  const { t, language, languages } = frame
  return (
    <nav class="language" aria-label={t('header.languages')}>
      <ul>
        {languages
          .filter((one) => one.language !== language)
          .map(({ language: other, name }) => (
            <li>
              <a href={linkTo(other)} lang={other} dir={directionOf(other)} hreflang={other}>
                {name}
              </a>
            </li>
          ))}
      </ul>
    </nav>
  )
}
