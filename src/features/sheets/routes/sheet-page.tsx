import { DateTime } from 'luxon'
import { directionOf } from '../../../platform/model/language.js'
import { documentDateInWords } from '../../../platform/time/date-in-words.js'
import { Blocks, Link } from '../../../ui/plain/pages/spans.js'
import { PapersList } from './papers-list.js'
import { isDense } from './printed-lines.js'
import type { SheetProps } from './sheet.js'
import { SheetFoot } from './sheet-foot.js'
import { SheetFrame } from './sheet-frame.js'
import { SheetTools } from './sheet-tools.js'

/** An answer on one page: what to do, what to bring, where to go, and where it comes from. */
export function SheetPage({ sheet }: SheetProps) {
  const { frame, answer, target } = sheet
  const { language: written = 'fr' } = answer
  const simple = target.simple ? answer.simple : null
  return (
    <SheetFrame frame={frame} what={answer.title} asFile={target.asFile === true} aside={madeOn(sheet)}>
      <h1 lang={written} dir={directionOf(written)}>
        {answer.title}
      </h1>
      {!target.asFile && <SheetTools sheet={sheet} />}
      {/* Filled by the script with what comes from the conversation; nothing of it is known here. */}
      <p
        id="reference"
        class="reference"
        data-words={frame.t('sheet.reference', { reference: '{reference}' })}
        hidden
      />
      <article class={isDense(answer) ? 'dense' : undefined} lang={written} dir={directionOf(written)}>
        {simple ? <Simple sheet={sheet} blocks={simple} /> : <Whole sheet={sheet} />}
      </article>
      <SheetFoot sheet={sheet} />
    </SheetFrame>
  )
}

function Whole({ sheet }: SheetProps) {
  const { answer, notices, frame } = sheet
  return (
    <>
      <div class="summary">{answer.lead ? <Blocks blocks={answer.lead} /> : <p>{answer.summary}</p>}</div>
      {answer.translation && <p class="hint">{answer.translation}</p>}
      {answer.sections.map(({ key, title, blocks, language }) => (
        <section class={key}>
          <h2>{title}</h2>
          <div lang={language}>
            {key === 'papers' ? <PapersList sheet={sheet} blocks={blocks} /> : <Blocks blocks={blocks} />}
          </div>
          {key === 'place' && notices.length > 0 && (
            <p class="notice" lang={frame.language} dir={directionOf(frame.language)}>
              {notices.join(' ')}
            </p>
          )}
          {key === 'online' && <Online sheet={sheet} />}
        </section>
      ))}
    </>
  )
}

function Simple({ sheet, blocks }: SheetProps & { blocks: Parameters<typeof Blocks>[0]['blocks'] }) {
  const { t, language } = sheet.frame
  return (
    <>
      <Blocks blocks={blocks} />
      <Online sheet={sheet} />
      <p class="hint" lang={language} dir={directionOf(language)}>
        {t('sheet.simple_note')}
      </p>
    </>
  )
}

function Online({ sheet: { answer } }: SheetProps) {
  if (answer.online.length === 0) return null
  return (
    <ul class="online">
      {answer.online.map(({ label, url }) => (
        <li>
          <Link href={url}>{label}</Link>
        </li>
      ))}
    </ul>
  )
}

function madeOn({ frame: { t, now, commune, language } }: SheetProps['sheet']): string {
  const day = DateTime.fromJSDate(now, { zone: commune.timeZone })
  return t('sheet.made', { date: documentDateInWords(day, language) })
}
