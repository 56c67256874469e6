import { beforeEach, describe, expect, it } from '@jest/globals'
import { loadMessages } from '../../../src/assistant/words/messages.js'
import type { User } from '../../../src/features/accounts/staff.js'
import { createFailureInbox } from '../../../src/features/failures/failure-inbox.js'
import { expiryLetter } from '../../../src/features/mail/expiry-letter.js'
import { failuresLetter } from '../../../src/features/mail/failures-letter.js'
import { type Letter, sweepLetters } from '../../../src/features/mail/sweep-letters.js'
import { unhandledLetter } from '../../../src/features/mail/unhandled-letter.js'
import type { Entry } from '../../../src/platform/model/entry.js'
import type { KeptFailure } from '../../../src/platform/model/failure.js'
import { createMemoryStore } from '../../../src/store/memory-store.js'
import { action, content, publication, scope } from '../../contract/sample-entry-content.js'
import { conversation, handoff, message, UNTOLD } from '../../contract/sample-inputs.js'
import { commune } from '../../platform/model/sample-commune.js'
import { knowledgeDir } from '../entries/installed.js'

const say = await loadMessages(knowledgeDir)
const town = commune({ departments: { papiers: { nom: 'Papiers', categories: ['identite-voyage'] } } })
const communes = new Map([[town.id, town]])
/** Monday 30 November 2026 in Paris. */
const BEFORE_EIGHT = '2026-11-30T06:59:00.000Z'
const EIGHT = '2026-11-30T07:00:00.000Z'
const THURSDAY = '2026-12-03T15:00:00.000Z'
const SUNDAY_NIGHT = '2026-12-06T22:59:00.000Z'
const MONDAY_AFTER = '2026-12-07T07:00:00.000Z'
const publicUrl = 'https://ville.example/'

let at = EIGHT
let store: ReturnType<typeof createMemoryStore>
let installed: Map<string, Entry>
const now = () => new Date(at)
const inbox = () =>
  createFailureInbox({
    store,
    entriesNow: () => new Map(),
    encoder: () => null,
    retries: { known: () => null, ask: async () => {} },
    now,
    onFault: (error) => {
      throw error
    },
  })
// A restart is other letters over the same store.
const failed = () => failuresLetter({ store, failures: inbox(), say, publicUrl })
const expired = () => expiryLetter({ store, installedOf: async () => installed, say, publicUrl })
const sweep = (...letters: Letter[]) => sweepLetters({ store, communes, letters, now })
const mails = async () => (await store.listUnsentMails(town.id)).sort((a, b) => (a.to < b.to ? -1 : 1))

async function reader(id: string, patch: Partial<User>): Promise<void> {
  const base = { passwordHash: 'none', demonstration: false, createdAt: EIGHT, displayName: id }
  await store.saveUser({ ...base, id, communeId: town.id, email: `${id}@bourg.example`, roles: ['curator'], ...patch })
}

function failure(id: string, question: string): KeptFailure {
  const shown = { shownEntryId: null, rightEntryId: null }
  const base = { communeId: town.id, kinds: ['unanswered' as const], at: '2026-11-27', language: 'fr' as const }
  return { ...base, ...shown, id, asker: id, question }
}

beforeEach(() => {
  store = createMemoryStore()
  installed = new Map()
  at = EIGHT
})

describe('the weekly digest of failed questions', () => {
  beforeEach(async () => {
    await reader('fred', { digestLanguage: 'fr' })
    await reader('emma', { digestLanguage: 'en', roles: ['admin'] })
    await reader('nobody', {})
    await reader('agent', { roles: ['agent'], digestLanguage: 'fr' })
    await reader('gone', { digestLanguage: 'fr', deactivatedAt: EIGHT })
    await store.keepFailures([
      failure('a', 'louer un poney'),
      failure('b', 'louer un poney'),
      failure('c', 'acheter une soucoupe volante'),
    ])
  })

  it('is written on Monday at eight, once, to those who asked for it, each in her language', async () => {
    at = BEFORE_EIGHT
    expect(await sweep(failed())).toBe(0)
    at = EIGHT
    expect(await sweep(failed())).toBe(2)
    expect(await sweep(failed())).toBe(0)
    const written = await mails()
    expect(written.map(({ to }) => to)).toEqual(['emma@bourg.example', 'fred@bourg.example'])
    const [english, french] = written.map(({ text }) => text)
    expect(french).toMatch(/1\. «\slouer un poney\s» \(2 personnes\)\nhttps:\/\/ville\.example\/admin#\/failures\/\S/)
    expect(french).toMatch(/2\. «\sacheter une soucoupe volante\s» \(une personne\)/)
    expect(english).toContain('1. “louer un poney” (2 people)')
    at = MONDAY_AFTER
    expect(await sweep(failed())).toBe(2)
  })

  it('is sent late when the server was stopped on Monday, once, as far as the week lasts', async () => {
    at = THURSDAY
    expect(await sweep(failed())).toBe(2)
    at = SUNDAY_NIGHT
    expect(await sweep(failed())).toBe(0)
    at = MONDAY_AFTER
    expect(await sweep(failed())).toBe(2)
  })

  it('is for the next Monday when it is asked for in the week', async () => {
    await sweep(failed())
    await reader('late', { digestLanguage: 'fr' })
    at = THURSDAY
    expect(await sweep(failed())).toBe(0)
  })

  it('goes on where a process died, and writes to nobody twice', async () => {
    const dying = { ...store, queueLetter: store.queueLetter, endWeek: () => Promise.reject(new Error('killed')) }
    let queued = 0
    const once: typeof store.queueLetter = async (mail, to) => {
      if (queued === 1) throw new Error('killed')
      queued += 1
      return store.queueLetter(mail, to)
    }
    await expect(
      sweepLetters({ store: { ...dying, queueLetter: once }, communes, letters: [failed()], now }),
    ).rejects.toThrow('killed')
    expect(await mails()).toHaveLength(1)
    expect(await sweep(failed())).toBe(1)
    expect((await mails()).map(({ to }) => to)).toEqual(['emma@bourg.example', 'fred@bourg.example'])
  })

  it('is not written when nothing waits, and keeps no other letter from its way when it fails', async () => {
    const decided = { state: 'resolved' as const, at, by: 'Ada', reason: '', remedy: null, actionId: 'press' }
    await store.decideFailures({ ...decided, communeId: town.id, failureIds: ['a', 'b', 'c'] })
    const broken: Letter = { kind: 'digest', write: () => Promise.reject(new Error('broken')) }
    const hello: Letter = {
      kind: 'reminder',
      write: async () => [{ userId: 'fred', to: 'fred@bourg.example', subject: 's', text: 't' }],
    }
    await expect(sweep(broken, hello)).rejects.toThrow('broken')
    expect((await mails()).map(({ kind }) => kind)).toEqual(['reminder'])
    expect(await sweep(failed(), hello)).toBe(0)
  })
})

describe('the weekly letter about what expires', () => {
  const entry = (id: string, patch: Partial<Entry>): Entry => {
    const { guide: _, ...written } = content({ title: `Titre de ${id}` })
    return { id, ...written, ...patch }
  }
  const own = (...entries: Entry[]) => {
    installed = new Map(entries.map((one) => [one.id, one]))
  }
  beforeEach(async () => {
    await reader('chief', { roles: ['admin'] })
    await reader('edith', { departments: ['papiers'], digestLanguage: 'en' })
    await reader('agent', { roles: ['agent'], departments: ['papiers'] })
  })

  it('names what is hidden, late and soon due, in this order, each with the link to its editor', async () => {
    own(
      entry('soon', { reviewBy: '2026-12-30' }),
      entry('far', { reviewBy: '2027-06-30' }),
      entry('late', { reviewBy: '2026-11-01' }),
      entry('hidden', { reviewBy: '2026-01-31' }),
      entry('over', { reviewBy: '2027-06-30', validUntil: '2026-11-15' }),
      entry('ending', { reviewBy: '2027-06-30', validUntil: '2026-12-24' }),
    )
    await reader('edith', { roles: ['agent'] })
    expect(await sweep(expired())).toBe(1)
    const [mail] = await mails()
    expect(mail).toMatchObject({ to: 'chief@bourg.example', kind: 'reminder' })
    expect(mail?.subject.replace(/\s/g, ' ')).toBe('Bourg : 5 fiches à relire')
    const text = mail?.text.replace(/[^\S\n]/g, ' ') ?? ''
    const ids = [...text.matchAll(/admin#\/entries\/(\w+)/g)].map(([, id]) => id)
    expect(ids).toEqual(['hidden', 'over', 'late', 'ending', 'soon'])
    expect(text).toContain(
      '– Titre de hidden (cachée depuis le 2 mai 2026, faute de relecture)\nhttps://ville.example/admin#/entries/hidden',
    )
    expect(text).toContain('– Titre de late (à relire avant le 1er novembre 2026, cachée à partir du 31 janvier 2027')
    expect(text).toContain('– Titre de ending (valable jusqu’au 24 décembre 2026 inclus)')
    expect(text).not.toContain('far')
  })

  it('goes to the department that keeps an entry, in each reader’s language, and to nobody who declined it', async () => {
    own(
      entry('passport', { category: 'identite-voyage', reviewBy: '2026-12-15' }),
      entry('dog', { category: 'animaux', reviewBy: '2026-12-20' }),
    )
    expect(await sweep(expired())).toBe(2)
    const [chief, edith] = await mails()
    expect(chief?.text).not.toContain('entries/passport')
    expect([chief?.text, edith?.text].map((text) => text?.includes('entries/dog'))).toEqual([true, true])
    expect(edith?.text).toContain('– Titre de passport (to read again by 15 December 2026)')
    at = MONDAY_AFTER
    await store.saveReminderWish('chief', false)
    expect(await sweep(expired())).toBe(1)
    at = '2026-12-14T08:00:00.000Z'
    await store.saveReminderWish('chief', true)
    expect(await sweep(expired())).toBe(2)
  })

  it('knows what curators published and took away since the files, and is silent when nothing is due', async () => {
    own(entry('acte', { reviewBy: '2026-12-15' }), entry('old', { reviewBy: '2026-12-15' }))
    await store.applyToEntry(scope('old', { installed: content() }), action({ type: 'archive' }))
    const read = content({ reviewBy: '2027-12-15' })
    const fresh = publication([{ entryId: 'acte', installed: content(), source: { type: 'content', content: read } }])
    expect(await store.recordPublication(fresh)).toMatchObject({ outcome: 'published' })
    expect(await sweep(expired())).toBe(0)
  })
})

describe('the letter about requests that nobody handles', () => {
  const unhandled = () => unhandledLetter({ store, say, publicUrl })

  async function leave(id: string, more: { department?: string; holder?: string; end?: string } = {}): Promise<string> {
    await store.createConversation(conversation(id, { communeId: town.id }), [])
    const contact = { name: 'Apolline Serinbleu', phone: '07 58 63 21 49' }
    const { department } = more
    const request = { communeId: town.id, kind: 'message' as const, deadlineAt: null, contact, reference: `BO-${id}` }
    const asked = handoff(id, {
      ...request,
      ...(department ? { department } : {}),
      requestedAt: '2026-09-10T08:00:00.000Z',
    })
    const made = await store.requestHandoff(asked, message('system', 'Noté.'))
    if (!('handoff' in made)) throw new Error(made.outcome)
    const claim = { type: 'claim' as const, agentId: more.holder ?? '', agentName: 'Camille', at: EIGHT }
    if (more.holder) await store.applyToHandoff(made.handoff.id, claim, UNTOLD)
    if (more.end) await store.announceClosing(made.handoff.id, more.end)
    return made.handoff.id
  }

  it('goes to who holds one, to the desk where nobody does, and to supervisors, without a name of a citizen', async () => {
    await reader('holder', { roles: ['agent'] })
    await reader('desk', { roles: ['agent'] })
    await reader('papiers', { roles: ['agent'], departments: ['papiers'] })
    await reader('eau', { roles: ['agent'], departments: ['eau'] })
    await reader('chef', { roles: ['supervisor'], digestLanguage: 'en' })
    await reader('curator', { roles: ['curator'] })
    const held = await leave('HELD', { holder: 'holder', end: '2026-12-09T08:00:00.000Z' })
    const free = await leave('FREE', { department: 'papiers', end: '2026-12-03T08:00:00.000Z' })
    // One whose agent is no more.
    const lost = await leave('LOST', { holder: 'nobody', end: '2026-12-10T08:00:00.000Z' })
    await leave('QUIET')
    expect(await sweep(unhandled())).toBe(5)
    expect(await sweep(unhandled())).toBe(0)
    const told: Record<string, string> = Object.fromEntries(
      (await mails()).map(({ to, text }) => [to.split('@')[0], text]),
    )
    const whose = Object.entries(told).map(([to, text]) => [to, [held, free, lost].filter((id) => text.includes(id))])
    expect(Object.fromEntries(whose)).toEqual({
      holder: [held, free, lost],
      desk: [free, lost],
      papiers: [free, lost],
      eau: [lost],
      chef: [held, free, lost],
    })
    expect(told.desk).toContain(
      '– Demande BO-FREE du 10 septembre 2026, effacée le 3 décembre 2026 (personne ne l’a prise)',
    )
    expect(told.holder).toContain('BO-HELD du 10 septembre 2026, effacée le 9 décembre 2026 (prise par Camille)')
    expect(told.desk).toContain(`https://ville.example/console#handoff/${free}`)
    expect(told.chef).toContain(
      '– Request BO-FREE of 10 September 2026, erased on 3 December 2026 (nobody has taken it)',
    )
    expect((await mails()).map(({ subject }) => subject)).toContain(
      `${town.nom}: 3 unanswered requests are about to be erased`,
    )
    expect(JSON.stringify(told)).not.toMatch(/Apolline|07 58/)
  })

  it('is not written while nothing is announced', async () => {
    await reader('chef', { roles: ['supervisor'] })
    await leave('QUIET')
    expect(await sweep(unhandled())).toBe(0)
  })
})
