import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ConversationDocument } from '../../src/features/conversations/conversation-document.js'
import { EMPTY_MEMORY } from '../../src/platform/model/conversation.js'
import type { Outcome } from '../../src/platform/model/outcome.js'
import { DataFolder } from '../../src/store/data-folder.js'
import { mixQuestions } from '../clusters/known-questions.js'

/** Questions of one conversation. */
const QUESTIONS_EACH = 2
/** One conversation in so many was talked over with an agent. */
const HANDED_OVER = 5
/** One question in so many found no answer. */
const UNANSWERED = 8
/** Distinct questions; they come again and again, as they do in a town. */
const DISTINCT = 10_000
const AT_ONCE = 64

/**
 * Writes conversations of the last `days` days before `until` into a data folder that no server holds: two questions each, one in eight unanswered, one
 * conversation in five ended by an agent.
 */
export async function writePastConversations(
  dataDir: string,
  options: { count: number; communeId: string; until: Date; days: number },
): Promise<void> {
  const folder = new DataFolder(dataDir)
  const questions = (await mixQuestions(DISTINCT)).map(({ question }) => question)
  const write = async (place: number) => {
    const document = pastConversation(place, questions, options)
    const file = folder.conversation(document.conversation.id)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, JSON.stringify(document))
  }
  for (let done = 0; done < options.count; done += AT_ONCE)
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, options.count - done) }, (_, index) => write(done + index)),
    )
}

function pastConversation(
  place: number,
  questions: readonly string[],
  { count, communeId, until, days }: { count: number; communeId: string; until: Date; days: number },
): ConversationDocument {
  const id = `${(place % 256).toString(16).padStart(2, '0')}${String(place).padStart(8, '0')}-past-0000-0000-000000000000`
  const begun = until.getTime() - ((count - place) / count) * days * 86_400_000
  const at = (minutes: number) => new Date(begun + minutes * 60_000).toISOString()
  const document: ConversationDocument = {
    version: 1,
    conversation: {
      id,
      communeId,
      tokenHash: `past-${place}`,
      createdAt: at(0),
      updatedAt: at(9),
      language: 'fr',
      page: '/demarches',
      status: 'closed',
      memory: EMPTY_MEMORY,
    },
    messages: [],
    turns: [],
    handoffs: [],
  }
  for (let asked = 0; asked < QUESTIONS_EACH; asked += 1) {
    const number = place * QUESTIONS_EACH + asked
    const question = questions[(number * 7919) % questions.length] ?? ''
    const outcome: Outcome = number % UNANSWERED === 0 ? 'unanswerable_low_confidence' : 'answered'
    say(document, 'citizen', question, at(asked))
    say(
      document,
      'assistant',
      outcome === 'answered' ? 'Voici la fiche.' : 'Je n’ai pas trouvé de réponse sûre.',
      at(asked),
    )
    document.turns.push({
      replyCount: 1,
      turn: {
        messageSeq: document.messages.length - 1,
        at: at(asked),
        outcome,
        confidence: outcome === 'answered' ? 0.9 : 0.2,
        entryId: outcome === 'answered' ? 'acte-naissance' : null,
        candidates: [
          { entryId: 'acte-naissance', title: 'Acte de naissance', confidence: 0.2, kept: outcome === 'answered' },
        ],
        signals: [],
        contentVersion: 'past',
        encoderVersion: null,
        durationsMs: { search: 2 },
      },
    })
  }
  if (place % HANDED_OVER === 0) endByAgent(document, place, at)
  return document
}

function say(
  document: ConversationDocument,
  author: 'citizen' | 'assistant' | 'agent',
  text: string,
  at: string,
): void {
  const seq = document.messages.length + 1
  document.messages.push({
    id: `${document.conversation.id}-${seq}`,
    seq,
    author,
    at,
    language: 'fr',
    payload: { type: 'text', text },
  })
}

function endByAgent(document: ConversationDocument, place: number, at: (minutes: number) => string): void {
  const { id, communeId } = document.conversation
  say(document, 'agent', 'Bonjour, je regarde votre dossier.', at(4))
  document.handoffs.push({
    id: `${id}-handoff`,
    conversationId: id,
    communeId,
    kind: 'live',
    reference: `VR-${place.toString(36).toUpperCase().padStart(6, '0')}`,
    status: 'resolved',
    reason: 'citizen_wish',
    urgent: false,
    language: 'fr',
    requestedAt: at(2),
    deadlineAt: null,
    contact: null,
    subject: document.messages[0]?.payload.type === 'text' ? document.messages[0].payload.text : '',
    assignedAt: at(3),
    firstTakenAt: at(3),
    agentId: 'accueil',
    agentName: 'Accueil',
    endedAt: at(8),
    talliedAt: at(8),
    resolution: 'answered',
  })
}
