import { exampleOf, examplesOf } from '../../content/failures/example-of.js'
import { newEntryContent, newEntryId } from '../../content/failures/new-entry.js'
import { AppError } from '../../domain/app-error.js'
import type { FailureRemedy } from '../../domain/failure.js'
import type { User } from '../../domain/staff.js'
import { communeOf } from '../commune-of.js'
import type { HttpContext } from '../http-context.js'
import { type Changer, changeDraft } from './change-draft.js'

/** What a curator asks for. */
type Wish = { action: 'add_questions'; entryId: string } | { action: 'begin_entry'; title: string }

/** Who asks, and the questions that are to be answered. */
interface Asked {
  communeId: string
  user: Pick<User, 'id' | 'displayName'>
  questions: readonly string[]
}

/** Writes remedies as drafts, and takes them back. Nothing is published by it. */
export interface Remedies {
  /** @throws AppError `entry_unpublished` (422), `entry_archived` (409), `draft_busy` (409) when others keep saving the draft */
  make(wish: Wish, asked: Asked): Promise<{ remedy: FailureRemedy; added: number }>
  /** Removes from a draft what was added, as far as it is still there; a new entry that somebody wrote on since stays. */
  takeBack(remedy: FailureRemedy, asked: Asked): Promise<void>
}

/** Questions of one press that become examples: more of the same teach nothing, and nobody would read them. */
const MOST_EXAMPLES = 12

/** The remedies of the server. */
export function createRemedies(context: HttpContext): Remedies {
  const { store, now } = context.assistant
  const changerOf = ({ communeId, user }: Asked): Changer => ({
    communeId,
    by: { userId: user.id, userName: user.displayName },
  })
  return {
    async make(wish, asked) {
      const examples = examplesOf(asked.questions, MOST_EXAMPLES)
      if (wish.action === 'begin_entry') {
        const entryId = await begin(context, { ...asked, title: wish.title.trim(), examples })
        return { remedy: { kind: 'entry_begun', entryId }, added: examples.length }
      }
      let added = 0
      await changeDraft(context, changerOf(asked), wish.entryId, (content) => {
        const fresh = withoutKnown(examples, content.questions)
        added = fresh.length
        return fresh.length === 0 ? content : { ...content, questions: [...content.questions, ...fresh] }
      })
      return { remedy: { kind: 'question_added', entryId: wish.entryId }, added }
    },
    async takeBack({ kind, entryId }, asked) {
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
      const examples = asked.questions.map(exampleOf)
      await changeDraft(context, changer, entryId, (content, served) => {
        const taken = withoutKnown(examples, served?.questions ?? [])
        return { ...content, questions: withoutKnown(content.questions, taken) }
      })
    },
  }
}

async function begin(
  context: HttpContext,
  { communeId, user, title, examples }: Asked & { title: string; examples: string[] },
): Promise<string> {
  const { store, now } = context.assistant
  const commune = communeOf(context, communeId)
  const records = await store.listEntryRecords(communeId)
  const taken = new Set([...context.entriesNow(communeId).keys(), ...records.map(({ entryId }) => entryId)])
  const entryId = newEntryId(title, taken)
  const content = newEntryContent({ title, questions: examples, commune, at: now() })
  const by = { userId: user.id, userName: user.displayName }
  const save = { content, basedOn: 0, seen: 0, at: now().toISOString(), by }
  const { outcome } = await store.saveDraft({ communeId, entryId, installed: null }, save)
  if (outcome !== 'saved') throw new AppError('draft_busy', 409)
  return entryId
}

/** Texts that are not among others, however they are capitalised. */
function withoutKnown(texts: readonly string[], known: readonly string[]): string[] {
  const others = new Set(known.map((text) => text.toLowerCase()))
  return texts.filter((text) => !others.has(text.toLowerCase()))
}
