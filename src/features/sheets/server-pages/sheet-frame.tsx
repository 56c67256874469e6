import type { ComponentChildren } from 'preact'
import type { Frame } from '../../../platform/http/pages/frame.js'
import { LinkedText } from '../../../platform/http/pages/spans.js'
import { directionOf } from '../../../platform/model/language.js'

interface SheetFrameProps {
  frame: Frame
  what: string
  /** Whether it is kept as one file: it has no style sheet nor script beside it, and may ask for none. */
  asFile: boolean
  /** Said beside the name of the town. */
  aside?: ComponentChildren
  children: ComponentChildren
}

/** What a page that is made to be printed has in common with the others of its kind. */
export function SheetFrame({ frame, what, asFile, aside, children }: SheetFrameProps) {
  const { t, language, commune, phone } = frame
  return (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        {asFile && (
          <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        )}
        <title>{t('title.page', { what, commune: commune.nom })}</title>
        {!asFile && (
          <>
            <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
            <link rel="stylesheet" href="/fiche.css" />
            <script src="/assets/sheet.js" defer />
          </>
        )}
      </head>
      <body>
        <a class="skip" href="#contenu">
          {t('skip.content')}
        </a>
        <header class="top">
          <p class="town">{commune.nom}</p>
          <p>
            {t('human.phone')} <LinkedText text={phone} />
          </p>
          {aside && <p>{aside}</p>}
        </header>
        <main id="contenu" tabIndex={-1}>
          {children}
        </main>
      </body>
    </html>
  )
}
