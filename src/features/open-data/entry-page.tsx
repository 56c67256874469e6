import { askLink } from '../../platform/http/pages/plain-links.js'
import { calendarDayInWords, OldSource, Provenance } from '../../platform/http/pages/provenance.js'
import { Blocks, Link } from '../../platform/http/pages/spans.js'
import type { Answer } from '../../platform/model/entry.js'
import { directionOf } from '../../platform/model/language.js'
import { AttachmentPart } from '../attachments/attachment-part.js'
import { sheetLink } from '../sheets/sheet-link.js'
import { jsonInPage } from './markup.js'
import { type OpenFrame, OpenPage, Reuse } from './open-page.js'
import type { OpenEntry } from './open-town.js'
import { schemaGraph } from './schema-graph.js'

interface EntryPageProps {
  page: OpenFrame
  one: OpenEntry
  /** In the language of the page. */
  answer: Answer
  /** What is exceptional in the coming days at the places where to go. */
  notices: readonly string[]
}

/** An entry as anyone may read it, with where it comes from and of which day it is. */
export function EntryPage({ page, one, answer, notices }: EntryPageProps) {
  const { frame, town, language, o } = page
  const linked = `${one.address}.jsonld`
  const isAsRead = one.modifiedAt === one.entry.verifiedAt
  const written = answer.language ?? 'fr'
  const head = (
    <>
      <link rel="alternate" type="application/ld+json" href={linked} />
      <meta property="article:modified_time" content={one.modifiedAt} />
      <script
        type="application/ld+json"
        // Data, of which nothing can end the block.
        dangerouslySetInnerHTML={{ __html: jsonInPage(schemaGraph(one, town)) }}
      />
    </>
  )
  return (
    <OpenPage page={page} address={one.address} title={answer.title} description={answer.summary} head={head}>
      <article lang={written} dir={directionOf(written)}>
        <h1>{answer.title}</h1>
        {answer.lead ? <Blocks blocks={answer.lead} /> : <p>{answer.summary}</p>}
        {answer.translation && <p class="hint">{answer.translation}</p>}
        {answer.sections.map((section) => (
          <section>
            <h2>{section.title}</h2>
            <div lang={section.language}>
              <Blocks blocks={section.blocks} />
            </div>
          </section>
        ))}
        <Online answer={answer} />
        <AttachmentPart frame={frame} attachments={answer.attachments} />
      </article>
      {notices.length > 0 && (
        <div class="human">
          <p>{notices.join(' ')}</p>
        </div>
      )}
      <div class="opinion">
        <OldSource answer={answer} />
        <Provenance frame={frame} answer={answer} />
        {!isAsRead && <p>{o('updated', { date: calendarDayInWords(one.modifiedAt, language) })}</p>}
      </div>
      <Ways page={page} entryId={one.entry.id} answer={answer} />
      <Reuse page={page} files={[[linked, 'file.linked']]} />
    </OpenPage>
  )
}

/** Where to go from there: to the desk, to the assistant, to paper, to the other entries. */
function Ways({ page, entryId, answer: { appointment } }: { page: OpenFrame; entryId: string; answer: Answer }) {
  const { frame, town, language, o } = page
  const { commune, address } = town
  return (
    <p class="chips">
      {appointment && (
        <Link href={appointment.url} look="button main">
          {appointment.label}
        </Link>
      )}
      <a class={appointment ? 'button' : 'button main'} href={askLink(commune.id, language)}>
        {frame.t('title.ask')}
      </a>
      <a class="button" href={sheetLink({ entryId, communeId: commune.id, language })}>
        {o('print')}
      </a>
      <a class="button" href={language === 'fr' ? address : `${address}?langue=en`}>
        {o('all', { commune: commune.nom })}
      </a>
    </p>
  )
}

function Online({ answer: { online } }: { answer: Answer }) {
  if (online.length === 0) return null
  return (
    <ul>
      {online.map(({ label, url }) => (
        <li>
          <Link href={url}>
            <bdi lang="fr">{label}</bdi>
          </Link>
        </li>
      ))}
    </ul>
  )
}
