import { communeOf } from '../../platform/http/commune-origins.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Commune } from '../../platform/model/commune.js'
import type { CitizenQuestion, Entry } from '../../platform/model/entry.js'
import type { FailureRemedy, StandingFailure } from '../../platform/model/failure.js'
import { foldText } from '../../platform/text/fold-text.js'
import type { User } from '../accounts/staff.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import { dayOf } from '../entries/model/due-review.js'
import { withCitizenQuestions, withoutQuestions } from '../entries/model/entry-diff.js'
import { newContent } from '../entries/model/new-content.js'
import { type Changer, changeDraft, type DraftNeeds } from '../entries/routes/change-draft.js'
import type { SentencePlace } from './contract.js'
import { type Example, exampleOf, examplesOf } from './example-of.js'
import { withoutSentence, withSentence } from './sentence-of.js'

/** What remedies need. */
export interface RemedyNeeds extends DraftNeeds {
  store: DraftNeeds['store'] & Pick<EntryStore, 'listEntryRecords'>
  communes: ReadonlyMap<string, Commune>
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
}

/** What a curator asks for. */
type Wish =
  | { action: 'add_questions'; entryId: string }
  | { action: 'begin_entry'; title: string; text?: string }
  | { action: 'add_sentence'; entryId: string; text: string; place: SentencePlace }

/** Who presses, and what is to be answered. */
interface Asked {
  communeId: string
  user: Pick<User, 'id' | 'displayName'>
  failures: readonly StandingFailure[]
}

/** Writes remedies as drafts, and takes them back. Nothing is published by it. */
export interface Remedies {
  /** @throws AppError `entry_unpublished` (422), `entry_archived` (409), `draft_busy` (409) when others keep saving the draft */
  make(wish: Wish, asked: Asked): Promise<{ remedy: FailureRemedy; added: number }>
  /** Removes from a draft what was added, as far as it is still there; a new entry that somebody wrote on since stays. */
  takeBack(remedy: FailureRemedy, asked: Asked): Promise<void>
}

/** Questions of one press that become examples: more of the same teach nothing, and nobody would read them. */
export const MOST_EXAMPLES = 12

/** The remedies of the server. */
export function createRemedies(needs: RemedyNeeds): Remedies {
  const { store, now } = needs
  const changerOf = ({ communeId, user }: Asked): Changer => ({
    communeId,
    by: { userId: user.id, userName: user.displayName },
  })
  return {
    async make(wish, asked) {
      const examples = markedBy(needs, asked, examplesOf(asked.failures, MOST_EXAMPLES))
      if (wish.action === 'begin_entry') {
        const entryId = await begin(needs, {
          ...asked,
          title: wish.title.trim(),
          text: wish.text?.trim() ?? '',
          examples,
        })
        return { remedy: { kind: 'entry_begun', entryId }, added: examples.length }
      }
      const { entryId } = wish
      const isQuoting = Boolean(needs.entriesNow(asked.communeId).get(entryId)?.quoted)
      let added = 0
      let sentence: FailureRemedy['sentence']
      await changeDraft(needs, changerOf(asked), entryId, (content) => {
        const isKnown = among(content.questions)
        const fresh = examples.filter(({ question }) => !isKnown(question))
        added = fresh.length
        const asking = withCitizenQuestions(content, fresh)
        if (wish.action === 'add_questions') return asking
        const written = withSentence(asking, wish, isQuoting)
        sentence = written.sentence
        return written.content
      })
      if (sentence) return { remedy: { kind: 'sentence_added', entryId, sentence }, added }
      return { remedy: { kind: 'question_added', entryId }, added }
    },
    async takeBack({ kind, entryId, sentence }, asked) {
      const changer = changerOf(asked)
      const draft = (await store.getEntryRecord(asked.communeId, entryId))?.draft
      if (!draft) return
      if (kind === 'entry_begun') {
        if (draft.version !== 1 || draft.by.userId !== asked.user.id) return
        const scope = { communeId: asked.communeId, entryId, installed: null }
        const { by } = changer
        const at = now().toISOString()
        await store.applyToEntry(scope, { type: 'discard', draftVersion: draft.version, at, by, why: '' })
        return
      }
      const examples = asked.failures.map(({ question }) => exampleOf(question))
      await changeDraft(needs, changer, entryId, (content, served) => {
        const isServed = among(served?.questions ?? [])
        const asking = withoutQuestions(content, among(examples.filter((question) => !isServed(question))))
        return sentence ? withoutSentence(asking, sentence) : asking
      })
    },
  }
}

async function begin(
  needs: RemedyNeeds,
  {
    communeId,
    user,
    title,
    text,
    examples,
  }: Asked & { title: string; text: string; examples: readonly CitizenQuestion[] },
): Promise<string> {
  const { store, now } = needs
  const commune = communeOf(needs, communeId)
  const records = await store.listEntryRecords(communeId)
  const taken = new Set([...needs.entriesNow(communeId).keys(), ...records.map(({ entryId }) => entryId)])
  const entryId = newEntryId(title, taken)
  const begun = newContent({ title, commune, day: dayOf(now(), commune) })
  const content = withCitizenQuestions({ ...begun, summary: text, questions: [] }, examples)
  const by = { userId: user.id, userName: user.displayName }
  const save = { content, basedOn: 0, seen: 0, at: now().toISOString(), by }
  const { outcome } = await store.saveDraft({ communeId, entryId, installed: null }, save)
  if (outcome !== 'saved') throw new AppError('draft_busy', 409)
  return entryId
}

/** Examples with who puts them among those of an entry, and when. */
function markedBy(needs: RemedyNeeds, { communeId, user }: Asked, examples: readonly Example[]): CitizenQuestion[] {
  const addedOn = dayOf(needs.now(), communeOf(needs, communeId))
  return examples.map((example) => ({ ...example, addedBy: user.displayName, addedOn }))
}

/** Whether a text is among others, however they are capitalised. */
function among(texts: readonly string[]): (text: string) => boolean {
  const known = new Set(texts.map((text) => text.toLowerCase()))
  return (text) => known.has(text.toLowerCase())
}

const LONGEST_ID = 60

/** An id made from a title that no other entry has: `abri-jardin`, else `abri-jardin-2`. Pure. */
function newEntryId(title: string, taken: ReadonlySet<string>): string {
  const words =
    foldText(title)
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, LONGEST_ID)
      .replace(/^-+|(?<!-)-+$/g, '') || 'fiche'
  if (!taken.has(words)) return words
  for (let nth = 2; ; nth += 1) if (!taken.has(`${words}-${nth}`)) return `${words}-${nth}`
}
