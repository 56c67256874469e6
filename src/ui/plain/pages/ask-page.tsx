import type { CommuneView } from '../../../features/asking/contract.js'
import type { Frame } from '../../../platform/http/pages/frame.js'
import { Page, PostForm } from '../../../platform/http/pages/page.js'
import { askLink, PLAIN_PREFIX } from '../../../platform/http/pages/plain-links.js'
import { LinkedText } from '../../../platform/http/pages/spans.js'
import { newSecret } from '../../../platform/http/secrets.js'
import { directionOf, type Language } from '../../../platform/model/language.js'
import { Privacy } from './privacy.js'
import { TextField } from './text-field.js'

interface AskPageProps {
  frame: Frame
  view: CommuneView
  /** What was typed and must be corrected, with the reason. */
  draft?: { text: string; problem: string }
}

/** Where a citizen asks her first question. Nothing is stored by showing it. */
export function AskPage({ frame, view, draft }: AskPageProps) {
  const { t, language } = frame
  const hidden = { commune: view.id, langue: language, cle: newSecret() }
  return (
    <Page frame={frame} what={draft ? t('title.error', { problem: draft.problem }) : t('title.ask')}>
      <LanguageNav frame={frame} linkTo={(other) => askLink(view.id, other)} />
      <h1>{t('title.ask')}</h1>
      <p>{t('ask.intro')}</p>
      <section class="human reach" aria-labelledby="humain">
        <h2 id="humain" class="hidden">
          {t('human.title')}
        </h2>
        <p>
          <LinkedText text={view.availability.sentence} />
        </p>
        <PostForm action={PLAIN_PREFIX} hidden={{ ...hidden, text: t('human.talk'), choice: 'human' }}>
          <button type="submit">{t('human.talk')}</button>
        </PostForm>
      </section>
      <PostForm action={PLAIN_PREFIX} hidden={hidden} look="write">
        <TextField
          id="ecrire"
          name="text"
          label={t('ask.field')}
          value={draft?.text ?? ''}
          hint={t('write.sensitive')}
          error={draft?.problem}
          focused={draft !== undefined}
          required
        />
        <button type="submit" class="main">
          {t('ask.send')}
        </button>
      </PostForm>
      <Suggested frame={frame} view={view} hidden={hidden} />
      {view.hearing && <p>{view.hearing}</p>}
      <section aria-labelledby="donnees">
        <h2 id="donnees">{t('privacy.title')}</h2>
        <Privacy frame={frame} />
        <p>{t('ask.plain')}</p>
      </section>
    </Page>
  )
}

function Suggested({ frame: { t }, view, hidden }: AskPageProps & { hidden: Record<string, string> }) {
  if (view.suggested.length === 0) return null
  return (
    <section aria-labelledby="frequentes">
      <h2 id="frequentes">{t('ask.suggested')}</h2>
      <ul class="chips">
        {view.suggested.map(({ id, title, language }) => (
          <li lang={language} dir="auto">
            <PostForm action={PLAIN_PREFIX} hidden={{ ...hidden, text: title, choice: `entry:${id}` }}>
              <button type="submit">{title}</button>
            </PostForm>
          </li>
        ))}
      </ul>
    </section>
  )
}

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
