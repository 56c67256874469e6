import { h } from 'preact'
import type { Frame } from '../../platform/http/pages/frame.js'
import { askLink } from '../../platform/http/pages/plain-links.js'
import { directionOf } from '../../platform/model/language.js'

/** The chat alone in its page. What it needs is the server's own; whoever has no script is led to the pages without it. */
export function ChatPage({ frame: { t, language, commune } }: { frame: Frame }) {
  return (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content" />
        <meta name="robots" content="noindex" />
        <title>{t('title.page', { what: t('title.ask'), commune: commune.nom })}</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/chat.css" />
        <script src="/widget.js" data-commune={commune.id} data-language={language} data-display="page" defer />
      </head>
      <body>
        <main>
          <h1>{t('title.page', { what: t('title.ask'), commune: commune.nom })}</h1>
          {h('guichet-widget', null)}
          <p class="without">
            <a href={askLink(commune.id, language)}>{t('chat.without')}</a>
          </p>
        </main>
      </body>
    </html>
  )
}
