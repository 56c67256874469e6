import { Router } from 'express'
import { sayIn } from '../../assistant/assistant-context.js'
import { tellingMoment } from '../../assistant/telling-moment.js'
import { answerIn } from '../../content/answer-in.js'
import { describeServicesOf } from '../../content/describe-service.js'
import { lintSimple } from '../../content/lint-simple.js'
import type { PlainWords } from '../../content/load-plain-words.js'
import { frenchTypography } from '../../content/typography.js'
import { unknownVariables } from '../../content/unknown-variables.js'
import type { EntryContent } from '../../domain/curation/entry-record.js'
import type { SayHere } from '../../domain/say.js'
import { communeOf } from '../commune-of.js'
import type { HttpContext } from '../http-context.js'
import { parseBody } from '../problem.js'
import { languageOf } from '../request-language.js'
import { requireRole, staffFrom } from '../staff-access.js'
import { type LintView, type PreviewView, previewRequest } from './curation-contract.js'
import { faultsOf } from './entry-view.js'

/** `POST /admin/entries/:id/preview`: what a citizen would read of a content, and what is to mend in it. Nothing is kept. */
export function previewRoute(context: HttpContext): Router {
  const router = Router()
  router.post('/admin/entries/:id/preview', requireRole(context, ['curator', 'admin']), (request, response) => {
    const { content: sent, language = 'fr' } = parseBody(previewRequest, request.body)
    const content = sent as EntryContent
    const commune = communeOf(context, staffFrom(response).user.communeId)
    const { say } = context.assistant
    const entry = { id: String(request.params.id), ...content }
    const here = sayIn(say, languageOf(request))
    response.json({
      answer: answerIn(entry, commune, sayIn(say, language)),
      openings: describeServicesOf(entry, commune, tellingMoment(context.assistant, language)),
      lint: content.simple === null ? null : lintView(content.simple, context.plainWords, here),
      unknownVariables: [...new Set(unknownVariables(content, commune).map(({ variable }) => variable))],
      faults: faultsOf(content, commune, here),
    } satisfies PreviewView)
  })
  return router
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
