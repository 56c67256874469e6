import type { ComponentChildren } from 'preact'
import type { Frame } from '../../platform/http/pages/frame.js'
import { Page } from '../../platform/http/pages/page.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import type { OpenDataKey } from '../../platform/model/say.js'
import { attributionOf, LICENCE_URL, type OpenTown } from './open-town.js'

/** What every public page of a commune is made with. */
export interface OpenFrame {
  frame: Frame
  town: OpenTown
  language: StaffLanguage
  /** Says a sentence of these pages, in their language. */
  o: (key: OpenDataKey, words?: Record<string, string>) => string
}

interface OpenPageProps {
  page: Pick<OpenFrame, 'frame' | 'language' | 'o'> & { town: Pick<OpenTown, 'commune' | 'address'> }
  /** Where the page is, in French. */
  address: string
  title: string
  description: string
  /** What else the page says of itself. */
  head?: ComponentChildren
  children: ComponentChildren
}

/** A page that may be found, quoted and shared: its own address, its name and its colours. */
export function OpenPage({ page, address, title, description, head, children }: OpenPageProps) {
  const { frame, town, language, o } = page
  const inEnglish = `${address}?langue=en`
  const own = language === 'fr' ? address : inEnglish
  const other = language === 'fr' ? ('en' as const) : ('fr' as const)
  return (
    <Page
      frame={frame}
      what={title}
      head={
        <>
          {town.commune.openData === 'unlisted' && <meta name="robots" content="noindex" />}
          <meta name="description" content={description} />
          <link rel="canonical" href={own} />
          <link rel="alternate" hreflang="fr" href={address} />
          <link rel="alternate" hreflang="en" href={inEnglish} />
          <link rel="license" href={LICENCE_URL} />
          {town.commune.openData !== 'closed' && (
            <>
              <link rel="alternate" type="application/atom+xml" href={`${town.address}/changes.atom`} />
              <link rel="stylesheet" href={`${new URL(town.address).pathname}/couleurs.css`} />
            </>
          )}
          <meta property="og:type" content="article" />
          <meta property="og:title" content={title} />
          <meta property="og:description" content={description} />
          <meta property="og:url" content={own} />
          <meta property="og:site_name" content={town.commune.nom} />
          <meta property="og:locale" content={language === 'fr' ? 'fr_FR' : 'en_GB'} />
          {head}
        </>
      }
    >
      <p>
        <a href={other === 'fr' ? address : inEnglish} lang={other} hreflang={other}>
          {o(other === 'fr' ? 'to_french' : 'to_english')}
        </a>
      </p>
      {children}
    </Page>
  )
}

/** Under which licence the texts are, and the files of which they are part. */
export function Reuse({ page, files }: { page: OpenFrame; files: readonly [address: string, words: OpenDataKey][] }) {
  const { town, language, o } = page
  const licence = o('licence', { licence: o('licence.name'), attribution: attributionOf(town, language) })
  return (
    <details>
      <summary>{o('reuse')}</summary>
      <p>{licence}</p>
      <ul>
        {files.map(([address, words]) => (
          <li>
            <a href={address}>{o(words)}</a>
          </li>
        ))}
        <li>
          <a href={LICENCE_URL} rel="license noreferrer">
            {o('licence.name')}
          </a>
        </li>
      </ul>
    </details>
  )
}
