import { Router } from 'express'
import { tellingMoment } from '../../../assistant/answer-at-desk.js'
import { sayIn } from '../../../assistant/assistant-context.js'
import type { PlainWords } from '../../../assistant/words/load-plain-words.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { languageOf, parseBody } from '../../../platform/http/problem.js'
import type { Commune } from '../../../platform/model/commune.js'
import { LANGUAGES, type Language } from '../../../platform/model/language.js'
import type { SayHere } from '../../../platform/model/say.js'
import { frenchDigest } from '../../../platform/text/french-digest.js'
import { frenchTypography } from '../../../platform/text/typography.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import type { WrittenGuide } from '../../guides/guide.js'
import { isGuideOutdated } from '../../guides/guide-digest.js'
import { curatedEntry } from '../editing/curated-entry.js'
import { lintSimple } from '../lint/lint-simple.js'
import { unknownVariables } from '../lint/unknown-variables.js'
import type { Entry } from '../model/entry.js'
import type { EntryContent } from '../model/entry-record.js'
import { type AnswerTelling, answerIn } from '../render/answer-in.js'
import { describeServicesOf } from '../render/describe-service.js'
import { renderNote } from '../render/render-answer.js'
import { renderTranslation } from '../render/render-translation.js'
import { translationOf } from '../render/translation-of.js'
import { type GuidePreview, type LintView, type PreviewView, previewRequest } from './curation-contract.js'
import { deskEntry } from './entry-desk.js'
import { faultsOf } from './entry-view.js'

/** `POST /admin/entries/:id/preview`: what a citizen would read of a content, and what is to mend in it. Nothing is kept. */
export function previewRoute(context: HttpContext): Router {
  const router = Router()
  router.post('/admin/entries/:id/preview', requireRole(context, ['curator', 'admin']), async (request, response) => {
    const { content: sent, language = 'fr' } = parseBody(previewRequest, request.body)
    const content = sent as EntryContent
    const desk = await deskEntry(context, staffFrom(response).user, String(request.params.id))
    const { id, commune, file } = desk
    const { say } = context.assistant
    const entry = curatedEntry(id, content, { file, words: context.curation.guideWords() })
    const here = sayIn(say, languageOf(request))
    response.json({
      answer: cardIn(entry, commune, { say: sayIn(say, language), now: context.assistant.now() }),
      openings: describeServicesOf(entry, commune, tellingMoment(context.assistant, language)),
      lint: content.simple === null ? null : lintView(content.simple, context.plainWords, here),
      guide: content.guide ? guidePreview(content.guide, { commune, words: context.plainWords, say: here }) : null,
      guideOutdated: isGuideOutdated(content.guide?.madeFrom, file?.guide),
      frenchDigest: frenchDigest(entry),
      outdated: LANGUAGES.filter((one) => translationOf(entry, one).status === 'outdated'),
      unknownVariables: [...new Set(unknownVariables(content, commune).map(({ variable }) => variable))],
      faults: faultsOf(content, desk, here),
    } satisfies PreviewView)
  })
  return router
}

/** The card in a language: its translation as it is written, be it outdated, for who writes it must see it. */
function cardIn(entry: Entry, commune: Commune, telling: AnswerTelling) {
  const { say } = telling
  const found = translationOf(entry, say.language)
  return found.status === 'outdated'
    ? renderTranslation(entry, found.translation, { commune, language: say.language as Language, say })
    : answerIn(entry, commune, telling)
}

/** The notes of a guide as citizens read them, and what makes its texts hard to read. */
function guidePreview(
  { questions, branches, otherwise }: WrittenGuide,
  { commune, words, say }: { commune: Commune; words: PlainWords; say: SayHere },
): GuidePreview {
  const texts: [string, string][] = [
    ...questions.flatMap(({ text, help = '' }, at): [string, string][] => [
      [`guide.questions.${at}.text`, text],
      [`guide.questions.${at}.help`, help],
    ]),
    ...branches.map(({ note = '' }, at): [string, string] => [`guide.branches.${at}.note`, note]),
    ['guide.otherwise.note', otherwise.note ?? ''],
  ]
  return {
    notes: branches.map(({ note = '' }) => renderNote(note, commune)),
    otherwise: renderNote(otherwise.note ?? '', commune),
    findings: texts.flatMap(([field, text]) =>
      text.trim() === ''
        ? []
        : lintView(text, words, say).findings.map(({ severity, message }) => ({ field, severity, message })),
    ),
  }
}

function lintView(simple: string, words: PlainWords, say: SayHere): LintView {
  const { faults, remarks, sentences, meanWords, readability } = lintSimple(simple, words)
  const typeset = say.language === 'fr' ? frenchTypography : (text: string) => text
  const told = (severity: 'fault' | 'remark', found: typeof faults) =>
    found.map(({ rule, line, column, parameters }) => ({
      severity,
      line,
      column,
      message: typeset(say(`lint.${rule}`, parameters)),
    }))
  return { findings: [...told('fault', faults), ...told('remark', remarks)], sentences, meanWords, readability }
}
