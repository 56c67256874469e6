import { randomUUID } from 'node:crypto'
import type { ComponentChildren } from 'preact'
import { directionOf } from '../../model/language.js'
import type { PlainKey } from '../../model/say.js'
import type { Frame } from './frame.js'
import { declarationLink, truthLink } from './plain-links.js'
import { LinkedText } from './spans.js'

interface PageProps {
  frame: Frame
  /** What the page is, or what has just happened. */
  what: string
  /** Where to skip to, besides the content: the fragment, and the words. */
  skips?: [fragment: string, words: PlainKey][]
  /** Loads another address by itself, once the citizen has asked for it. */
  refresh?: { seconds: number; address: string } | undefined
  /** What the page says of itself to programs; without it, search engines are asked to leave it out. */
  head?: ComponentChildren
  children: ComponentChildren
}

/** A whole page: what all have in common. */
export function Page({ frame, what, skips = [], refresh, head, children }: PageProps) {
  const { t, language, commune, phone } = frame
  return (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {refresh && <meta http-equiv="refresh" content={`${refresh.seconds}; url=${refresh.address}`} />}
        <title>{t('title.page', { what, commune: commune.nom })}</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/sans-script.css" />
        {head ?? <meta name="robots" content="noindex" />}
      </head>
      <body>
        {[['contenu', 'skip.content'] as [string, PlainKey], ...skips].map(([fragment, words]) => (
          <a class="skip" href={`#${fragment}`}>
            {t(words)}
          </a>
        ))}
        <header class="top">
          <p class="town">{commune.nom}</p>
          <p>{t('header.assistant')}</p>
        </header>
        <main id="contenu" tabIndex={-1}>
          {children}
        </main>
        <footer class="bottom">
          <p>
            {t('human.phone')} <LinkedText text={phone} />
          </p>
          <p>
            <a href={declarationLink(commune.id, language)}>{t('footer.accessibility')}</a>
          </p>
          {commune.truthSheet?.publish && (
            <p>
              <a href={truthLink(commune.id, language)}>{t('footer.truth')}</a>
            </p>
          )}
        </footer>
      </body>
    </html>
  )
}

interface PostFormProps {
  action: string
  /** Fields that the citizen does not see, by name. */
  hidden?: Record<string, string>
  look?: string
  children: ComponentChildren
}

/** A form that acts once: its `clientId` is its own, unless it repeats another's. */
export function PostForm({ action, hidden = {}, look, children }: PostFormProps) {
  const fields = { clientId: randomUUID(), ...hidden }
  return (
    <form method="post" action={action} class={look} novalidate>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  )
}
