import { directionOf } from '../../../platform/model/language.js'
import type { SheetProps } from './sheet.js'
import { sheetLink } from './sheet-links.js'

/** What can be done with the sheet; none of it is printed. */
export function SheetTools({ sheet: { frame, answer, target } }: SheetProps) {
  const { t, language } = frame
  const others = frame.languages.filter((one) => one.language !== language)
  return (
    <div class="screen">
      <p class="tools">
        {/* Only a script can print: it shows this button in place of the words. */}
        <button type="button" id="imprimer" class="main" hidden>
          {t('sheet.print')}
        </button>
        <a id="telecharger" class="button" href={sheetLink({ ...target, asFile: true })} download>
          {t('sheet.download')}
        </a>
        {answer.simple && (
          <a class="button" href={sheetLink({ ...target, simple: !target.simple })}>
            {t(target.simple ? 'sheet.full' : 'sheet.simple')}
          </a>
        )}
      </p>
      <p id="sans-script" class="hint">
        {t('sheet.print_hint')}
      </p>
      <nav class="languages" aria-label={t('header.languages')}>
        <ul>
          {others.map(({ language: other, name }) => (
            <li>
              <a
                href={sheetLink({ ...target, language: other })}
                lang={other}
                dir={directionOf(other)}
                hreflang={other}
              >
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  )
}
