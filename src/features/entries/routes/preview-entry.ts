import type { Commune } from '../../../platform/model/commune.js'
import type { Entry } from '../../../platform/model/entry.js'
import type { WrittenGuide } from '../../../platform/model/guide.js'
import { LANGUAGES, type Language } from '../../../platform/model/language.js'
import type { Say } from '../../../platform/model/say.js'
import { sayIn } from '../../../platform/model/say.js'
import { frenchTypography } from '../../../platform/text/typography.js'
import type { User } from '../../accounts/staff.js'
import type { GuidePreview, Previewed, PreviewView } from '../contract.js'
import { contentOf, curatedEntry } from '../editing/curated-entries.js'
import type { Curation } from '../editing/curation.js'
import { isGuideOutdated } from '../editing/guide-digest.js'
import type { PlainWords } from '../lint/plain-words.js'
import { unknownVariables } from '../lint/unknown-variables.js'
import { writingHelp } from '../lint/writing-help.js'
import { dayOf } from '../model/due-review.js'
import { type AnswerTelling, answerIn, withAttachments } from '../render/answer-in.js'
import { describeServicesOf, readingMoment } from '../render/describe-service.js'
import { renderNote } from '../render/render-answer.js'
import { renderTranslation } from '../render/render-translation.js'
import { frenchDigest, translationOf } from '../render/translation-of.js'
import { type EditedEntryNeeds, editedEntry } from './edited-entry.js'
import { faultsOf } from './entry-view.js'

/** What a preview needs. */
export interface PreviewNeeds extends EditedEntryNeeds {
  say: Say
  curation: Pick<Curation, 'installedOf' | 'guideWords'>
  /** By which the linter reads what is written. */
  plainWords: PlainWords
}

/** What a citizen would read of a content, and what is to mend in it. Nothing is kept. */
export async function previewOf(
  needs: PreviewNeeds,
  { content, language = 'fr' }: Previewed,
  { id: entryId, user, spoken }: { id: string; user: User; spoken: Language },
): Promise<PreviewView> {
  const { say, now, plainWords: words } = needs
  const edited = await editedEntry(needs, user, entryId)
  const { id, commune, file } = edited
  const entry = curatedEntry(id, content, { file, words: needs.curation.guideWords() })
  const here = sayIn(say, spoken)
  const typeset = spoken === 'fr' ? frenchTypography : (text: string) => text
  return {
    answer: cardIn(entry, commune, { say: sayIn(say, language), now: now() }),
    openings: describeServicesOf(entry, commune, readingMoment(needs, language)),
    help: writingHelp(content, {
      served: edited.served && contentOf(edited.served),
      day: dayOf(now(), commune),
      words,
    }).map(({ field, message, parameters, offset }) => ({
      field,
      message: typeset(here(message, parameters)),
      offset,
    })),
    guide: content.guide ? notesOf(content.guide, commune) : null,
    guideOutdated: isGuideOutdated(content.guide?.madeFrom, file?.guide),
    frenchDigest: frenchDigest(entry),
    outdated: LANGUAGES.filter((one) => translationOf(entry, one).status === 'outdated'),
    unknownVariables: [...new Set(unknownVariables(content, commune).map(({ variable }) => variable))],
    faults: faultsOf(content, edited, here),
  }
}

/** The card in a language: its translation as it is written, be it outdated, for whoever writes it must see it. */
function cardIn(entry: Entry, commune: Commune, telling: AnswerTelling) {
  const { say } = telling
  const found = translationOf(entry, say.language)
  return found.status === 'outdated'
    ? withAttachments(
        renderTranslation(entry, found.translation, { commune, language: say.language as Language, say }),
        entry,
        commune,
      )
    : answerIn(entry, commune, telling)
}

/** The notes of a guide as citizens read them. */
function notesOf({ branches, otherwise }: WrittenGuide, commune: Commune): GuidePreview {
  return {
    notes: branches.map(({ note = '' }) => renderNote(note, commune)),
    otherwise: renderNote(otherwise.note ?? '', commune),
  }
}
