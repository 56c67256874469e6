import { DateTime } from 'luxon'
import type { Frame } from '../../../platform/http/pages/frame.js'
import { askLink } from '../../../platform/http/pages/plain-links.js'
import { OldSource, Provenance } from '../../../platform/http/pages/provenance.js'
import { Blocks, Link, Spans } from '../../../platform/http/pages/spans.js'
import type { Answer } from '../../../platform/model/entry.js'
import { directionOf } from '../../../platform/model/language.js'
import { type Block, blocksToText } from '../../../platform/text/rich-links.js'
import { documentDateInWords } from '../../../platform/time/date-in-words.js'
import { AttachmentPart } from '../../attachments/attachment-part.js'
import { type SheetTarget, sheetLink } from '../sheet-link.js'
import type { QrCode } from './qr-code.js'
import { SheetFrame } from './sheet-frame.js'

/** Left as they are in the sentences, for the script to fill. */
const PLACES = { missing: '{missing}', total: '{total}' }

/** What to bring, with a box to tick before each paper: by hand once printed, or here, with or without script. */
function PapersList({ sheet, blocks }: SheetProps & { blocks: readonly Block[] }) {
  const { t, language } = sheet.frame
  const own = { lang: language, dir: directionOf(language) }
  let count = 0
  const parts = blocks.map((block) => {
    if (block.kind === 'paragraph') return <Blocks blocks={[block]} />
    return (
      <ul class="boxes">
        {block.items.map((spans) => {
          const id = `piece-${count++}`
          return (
            <li>
              <input type="checkbox" id={id} autocomplete="off" />
              <label for={id}>
                <Spans spans={spans} />{' '}
                <strong class="lack" {...own}>
                  ({t('sheet.lack')})
                </strong>
              </label>
            </li>
          )
        })}
      </ul>
    )
  })
  if (count === 0) return <>{parts}</>
  return (
    <>
      <p class="hint screen" {...own}>
        {t('sheet.check')}
      </p>
      {parts}
      <p
        id="bilan"
        class="total"
        role="status"
        {...own}
        data-missing={t('sheet.missing', PLACES)}
        data-missing-one={t('sheet.missing_one', PLACES)}
        data-complete={t('sheet.complete')}
      />
    </>
  )
}

/** Letters of a printed line. */
const LINE = 105
/** Lines beyond which a sheet is printed in smaller letters, so that it still holds on one page. */
const DENSE = 28

/** About how many lines an answer fills once printed, its headings aside. */
export function printedLines({ sections, online }: Answer): number {
  const lines = sections.flatMap(({ blocks }) => blocksToText(blocks).split('\n'))
  return online.length + lines.reduce((sum, line) => sum + Math.ceil(line.length / LINE), 0)
}

/** Whether an answer needs smaller letters to hold on one page. */
function isDense(answer: Answer): boolean {
  return printedLines(answer) > DENSE
}

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
  const { answer } = sheet
  const placeAt = answer.sections.find(({ key }) => key === 'place')
  const onlineAt = answer.sections.find(({ key }) => key === 'online')
  return (
    <>
      <div class="summary">{answer.lead ? <Blocks blocks={answer.lead} /> : <p>{answer.summary}</p>}</div>
      {answer.translation && <p class="hint">{answer.translation}</p>}
      {answer.sections.map((section) => (
        <section class={section.key}>
          <h2>{section.title}</h2>
          <div lang={section.language}>
            {section.key === 'papers' ? (
              <PapersList sheet={sheet} blocks={section.blocks} />
            ) : (
              <Blocks blocks={section.blocks} />
            )}
          </div>
          {section === placeAt && <Notices sheet={sheet} />}
          {section === onlineAt && <Online sheet={sheet} />}
        </section>
      ))}
      {!placeAt && <Notices sheet={sheet} />}
      {!onlineAt && <Online sheet={sheet} />}
      <Attachments sheet={sheet} />
    </>
  )
}

/** What happens at the services to which it sends, these days. */
function Notices({ sheet: { notices, frame } }: SheetProps) {
  if (notices.length === 0) return null
  return (
    <p class="notice" lang={frame.language} dir={directionOf(frame.language)}>
      {notices.join(' ')}
    </p>
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
  const { appointment, online } = answer
  const links = appointment ? [appointment, ...online] : online
  if (links.length === 0) return null
  return (
    <ul class="online">
      {links.map(({ label, url }) => (
        <li>
          <Link href={url}>{label}</Link>
        </li>
      ))}
    </ul>
  )
}

/** Its documents and images, by their whole addresses: a sheet is printed, or leaves the server. As a file it asks nothing of anyone. */
function Attachments({ sheet: { frame, answer, address, target } }: SheetProps) {
  return (
    <AttachmentPart
      frame={frame}
      attachments={answer.attachments}
      hrefOf={(url) => new URL(url, address).href}
      hasImages={!target.asFile}
    />
  )
}

function madeOn({ frame: { t, now, commune, language } }: SheetProps['sheet']): string {
  const day = DateTime.fromJSDate(now, { zone: commune.timeZone })
  return t('sheet.made', { date: documentDateInWords(day, language) })
}

/** Where the answer comes from, and how to find the sheet again: a code for a phone, and the same address to type. */
function SheetFoot({ sheet: { frame, answer, target, address, code } }: SheetProps) {
  const { t, commune, language } = frame
  return (
    <section class="foot" aria-labelledby="origine">
      <h2 id="origine" class="hidden">
        {t('sheet.source')}
      </h2>
      {code && (
        <svg class="code" viewBox={`0 0 ${code.size} ${code.size}`} role="img" aria-label={t('sheet.code')}>
          <rect width={code.size} height={code.size} fill="#fff" />
          <path d={code.path} fill="#000" />
        </svg>
      )}
      <div>
        <Provenance frame={frame} answer={answer} />
        <OldSource answer={answer} />
        <p>
          {t('sheet.resume')}{' '}
          <a href={address} dir="ltr">
            {address.replace(/^https:\/\//, '')}
          </a>
        </p>
        {!target.asFile && (
          <p class="screen">
            <a href={askLink(commune.id, language)}>{t('title.ask')}</a>
          </p>
        )}
      </div>
    </section>
  )
}

/** What can be done with the sheet; none of it is printed. */
function SheetTools({ sheet: { frame, answer, target } }: SheetProps) {
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

/** What a sheet is made of. */
export interface Sheet {
  frame: Frame
  answer: Answer
  target: SheetTarget
  /** What is exceptional in the coming days at the places where to go. */
  notices: string[]
  /** The sheet's own address, as short as it can be, and its drawing. */
  address: string
  code: QrCode | null
}

/** Properties of a part of the sheet. */
interface SheetProps {
  sheet: Sheet
}
