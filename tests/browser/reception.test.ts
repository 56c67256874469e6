import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { OPEN, openTown, type Town } from '../../benchmarks/front/town.js'
import { BEAT_TTL_MS, STREAM_GRACE_MS } from '../../src/features/handoffs/queue/presence.js'
import type { Handoff } from '../../src/platform/model/handoff.js'
import { type AgentDesk, sitAtDesk } from './agent-desk.js'
import { eventually } from './eventually.js'
import { expectFocus } from './expect-focus.js'
import { passHeard } from './hear.js'
import { HttpCitizen } from './http-citizen.js'
import { sitAtWidget, type WidgetCitizen } from './widget-citizen.js'

const COMMUNE = 'villebourg'
const SECOND_MS = 1_000

/** A citizen with her request, and what she and the agents who talk with her have said, in order. */
interface Talk {
  citizen: HttpCitizen | WidgetCitizen
  conversationId: string
  handoffId: string
  reference: string
  said: string[]
}

/**
 * A whole reception in one process: three agents at their consoles, ten citizens, the real server, content and store. Everybody presses at once,
 * talks change hands, streams are lost, the server restarts, nobody answers in time. The steps share one day. (A thousand simultaneous claims on
 * the store itself are in `tests/store/lowdb-claim-races.test.ts`.)
 */
describe('three agents and ten citizens', () => {
  let town: Town
  let desks: AgentDesk[] = []
  const talks: Talk[] = []
  const withoutBrowser: HttpCitizen[] = []
  /** How far the clock is ahead of its own pace, in ms. */
  let ahead = 0
  /** When the server was down, in the time of the town. */
  let downAt = 0
  const begun = Date.now()
  const now = () => new Date(Date.parse(OPEN) + Date.now() - begun + ahead)

  const arrive = async () => {
    const citizen = await HttpCitizen.arrive(town.address)
    withoutBrowser.push(citizen)
    return citizen
  }
  const store = () => town.running.app.store
  const talk = (place: number) => talks[place] as Talk
  const handoffOf = async ({ handoffId }: Talk) => (await store().getHandoff(handoffId)) as Handoff
  const deskOf = async (one: Talk) => {
    const { agentName } = await handoffOf(one)
    return desks.find(({ name }) => name === agentName) as AgentDesk
  }
  /** What the store has of a talk, without the assistant and the notices. */
  const stored = async ({ conversationId }: Talk) => (await store().listMessages(conversationId, 0)).flatMap(lineOf)
  const read = ({ citizen }: Talk) => (citizen instanceof HttpCitizen ? citizen.heard.flatMap(lineOf) : citizen.lines())
  /** Time passes; these consoles are heard meanwhile. */
  const pass = async (ms: number, heard: readonly AgentDesk[]) => {
    await passHeard(
      ms,
      (jump) => {
        ahead += jump
      },
      heard.map(({ page }) => page),
    )
    await town.running.app.sweep()
  }
  /** One answers the other, and both read it. */
  const exchange = async (one: Talk, author: 'agent' | 'citizen', text: string) => {
    if (author === 'citizen') await one.citizen.say(text)
    else {
      const desk = await deskOf(one)
      await desk.open(one.reference)
      await desk.say(text)
    }
    one.said.push(`${author}: ${text}`)
    await eventually(() => read(one), one.said)
  }
  /** The citizen, the store and the agent's console have the same, once, in order. */
  const expectSame = async (one: Talk) => {
    await eventually(() => stored(one), one.said)
    await eventually(() => read(one), one.said)
    const desk = await deskOf(one)
    await desk.open(one.reference)
    await eventually(desk.lines, one.said)
  }
  const widgetOf = (place: number) => talk(place).citizen as WidgetCitizen

  beforeAll(async () => {
    town = await openTown(OPEN, {
      // Words alone answer: the model is not what is looked at here.
      environment: { GUICHET_MODEL_DIR: 'models/none', GUICHET_HANDOFF_WAIT_MINUTES: '5' },
      overrides: { now },
    })
    desks = await Promise.all([
      sitAtDesk(town, 'Accueil', 'accueil'),
      sitAtDesk(town, 'État civil', 'etat-civil'),
      sitAtDesk(town, 'Administration', 'admin'),
    ])
    const atWidget = await Promise.all([1, 2, 3].map(() => sitAtWidget(town)))
    const others = await Promise.all([4, 5, 6, 7, 8, 9, 10].map(arrive))
    for (const citizen of [...atWidget, ...others]) {
      const known = new Set(talks.map(({ handoffId }) => handoffId))
      await citizen.call()
      const [made] = (await store().listHandoffs(COMMUNE, ['pending'])).filter(({ id }) => !known.has(id))
      if (!made?.reference) throw new Error('a call is not in the queue')
      const { id: handoffId, conversationId, reference } = made
      talks.push({ citizen, conversationId, handoffId, reference, said: [] })
    }
  }, 150_000)

  afterAll(async () => {
    for (const citizen of withoutBrowser) citizen.leave()
    await town?.close()
    await Promise.all(desks.map(({ cable }) => cable.close()))
  })

  it('each of ten waits that three consoles take at once goes to one of them, and the others are told to whom', async () => {
    let gate = openGate(0)
    for (const { page } of desks)
      await page.route(/\/claim$/, async (route) => {
        await gate.pass()
        await route.continue()
      })
    for (let left = talks.length; left > 0; left -= 1) {
      const waiting = (one: AgentDesk) => one.page.locator('#queue .row.pending').count()
      for (const desk of desks) await eventually(() => waiting(desk), left)
      gate = openGate(desks.length)
      const answers = await Promise.all(
        desks.map(async ({ page }) => {
          const [answer] = await Promise.all([page.waitForResponse(/\/claim$/), page.keyboard.press('Alt+KeyP')])
          return answer
        }),
      )
      expect(new Set(answers.map((answer) => answer.url().split('/').at(-2))).size).toBe(1)
      expect(answers.map((answer) => answer.status()).sort()).toEqual([200, 409, 409])
      const winner = desks[answers.findIndex((answer) => answer.status() === 200)]
      await winner?.page.getByLabel('Votre réponse').waitFor()
      for (const { page } of desks.filter((desk) => desk !== winner))
        await page.locator('.banner.warning').getByText(`${winner?.name} a déjà pris cette demande.`).waitFor()
    }
    for (const { page } of desks) await page.unroute(/\/claim$/)
    const held = await Promise.all(talks.map(handoffOf))
    expect(held.map(({ status }) => status)).toEqual(talks.map(() => 'assigned'))
    const names = desks.map(({ name }) => name)
    expect(held.filter(({ agentName }) => names.includes(agentName ?? ''))).toHaveLength(talks.length)
  }, 120_000)

  it('a talk passes to a colleague with a note; the citizen reads to whom, and not the note', async () => {
    const from = await deskOf(talk(0))
    const to = desks[(desks.indexOf(from) + 1) % desks.length] as AgentDesk
    await exchange(talk(0), 'citizen', 'Bonjour, il me faut un acte.')
    await from.open(talk(0).reference)
    await from.page.getByRole('button', { name: 'Passer à…' }).click()
    const menu = from.page.getByRole('region', { name: 'Passer la conversation à' })
    await menu.getByLabel('Note pour les collègues').fill('Elle a déjà le formulaire.')
    await menu.getByRole('button', { name: new RegExp(`^${to.name}\\s*disponible`) }).click()
    await widgetOf(0).history.getByText(`${from.name} a passé la conversation à ${to.name}`).waitFor()
    await to.open(talk(0).reference)
    await to.page.getByText('Elle a déjà le formulaire.').waitFor()
    await exchange(talk(0), 'agent', 'Je reprends votre demande.')
    await expectSame(talk(0))
    expect(await widgetOf(0).history.getByText('Elle a déjà').count()).toBe(0)
  })

  it('an agent whose stream is lost reads all that was said, and all that she has said arrives, once', async () => {
    const desk = await deskOf(talk(0))
    desk.cable.cut()
    await desk.page.getByRole('alert').getByText('Connexion perdue').waitFor()
    await widgetOf(0).say('J’ai aussi une question.')
    await widgetOf(0).say('Faut-il une photo ?')
    await desk.say('Je vous écoute.')
    await desk.say('Un instant.')
    await desk.unsent.nth(1).getByText('Pas encore envoyé').waitFor()
    desk.cable.mend()
    talk(0).said.push('citizen: J’ai aussi une question.', 'citizen: Faut-il une photo ?')
    talk(0).said.push('agent: Je vous écoute.', 'agent: Un instant.')
    await desk.unsent.first().waitFor({ state: 'detached' })
    await desk.page.getByText('Connexion perdue').waitFor({ state: 'detached' })
    await expectSame(talk(0))
  })

  it('so does a citizen', async () => {
    const { context, say, dialog } = widgetOf(1)
    await exchange(talk(1), 'agent', 'Bonjour, que puis-je faire ?')
    await context.setOffline(true)
    const desk = await deskOf(talk(1))
    await desk.say('Êtes-vous là ?')
    await desk.say('Je reste en ligne.')
    await say('Oui, pardon.')
    await say('Le métro.')
    await dialog.locator('li.citizen.waiting').first().waitFor()
    await context.setOffline(false)
    talk(1).said.push(
      'agent: Êtes-vous là ?',
      'agent: Je reste en ligne.',
      'citizen: Oui, pardon.',
      'citizen: Le métro.',
    )
    await expectSame(talk(1))
  })

  it('the server restarts in the middle of five talks: all is there once, in order, and in the same hands', async () => {
    const waiting = talk(2)
    await (await deskOf(waiting)).open(waiting.reference)
    const { page: holder } = await deskOf(waiting)
    await holder.getByRole('button', { name: 'Passer à…' }).click()
    await holder.getByRole('button', { name: /^Remettre dans la file/ }).click()
    await widgetOf(2).dialog.locator('.human').getByText('Vous êtes en tête de la file').waitFor()
    const five = [0, 1, 3, 4, 5].map(talk)
    for (const one of five) await exchange(one, 'agent', 'Je regarde votre dossier.')
    const before = await Promise.all([...five, waiting].map(handoffOf))
    const speaking = new Map<AgentDesk, Talk>()
    for (const one of five) speaking.set(await deskOf(one), one)
    const say = (one: Talk, text: string) => {
      one.said.push(`citizen: ${text}`)
      return one.citizen.say(text)
    }
    // Each says something as the server stops, and again while nothing answers; so do agents, in the conversation that each has open.
    const saying = five.map((one) => say(one, 'Merci.'))
    const mid = new Map<Talk, string[]>()
    await town.restart(async () => {
      downAt = now().getTime()
      saying.push(...five.map((one) => say(one, 'Toujours là ?')))
      for (const [desk, one] of speaking) {
        await desk.say('Oui, je cherche.')
        mid.set(one, ['agent: Oui, je cherche.'])
        await desk.unsent.getByText('Pas encore envoyé').waitFor()
      }
    })
    await Promise.all(saying)
    // Who of the two is first after the restart is not known: each side's own words are in order.
    for (const one of five) {
      const own = mid.get(one) ?? []
      await eventually(async () => sides(await stored(one)), sides([...one.said, ...own]))
      one.said = await stored(one)
      await expectSame(one)
    }
    const after = await Promise.all([...five, waiting].map(handoffOf))
    expect(after.map(kept)).toEqual(before.map(kept))
    expect(after.at(-1)).toMatchObject({ status: 'pending', deadlineAt: expect.any(String) })
  }, 120_000)

  it('an agent whose console falls silent is absent, her citizens are told and taken by a colleague, and she comes back', async () => {
    const lost = await deskOf(talk(0))
    const there = desks.filter((desk) => desk !== lost)
    const [colleague] = there as [AgentDesk, AgentDesk]
    const { agentId } = await handoffOf(talk(0))
    const hers = async () => {
      const one = (await store().listPresences(COMMUNE)).find(({ userId }) => userId === agentId)
      return { seen: Date.parse(one?.seenAt ?? ''), due: Date.parse(one?.dueAt ?? '') }
    }
    // After the restart her stream may still be opening: the server would not miss one that it has not seen.
    await eventually(async () => {
      const { seen, due } = await hers()
      return seen >= downAt && Math.abs(due - seen - BEAT_TTL_MS) < SECOND_MS
    }, true)
    lost.cable.cut()
    // The server knows that her last stream has closed: from now on she has some seconds to open another.
    await eventually(async () => (await hers()).due - now().getTime() <= STREAM_GRACE_MS, true)
    await pass(31 * SECOND_MS, there)
    await colleague.page.getByRole('button', { name: 'Voir vos collègues' }).click()
    const list = colleague.page.locator('.team-list')
    await list.getByText('connexion perdue').waitFor()
    await pass(61 * SECOND_MS, there)
    await widgetOf(0).history.getByText(`La connexion avec ${lost.name} s’est interrompue.`).waitFor()
    await colleague.page.keyboard.press('Escape')
    await colleague.page
      .locator('#queue .row.pending')
      .filter({ hasText: talk(0).reference })
      .getByRole('button', { name: /^Prendre/ })
      .click()
    await eventually(async () => (await handoffOf(talk(0))).agentName, colleague.name)
    await exchange(talk(0), 'agent', 'Je prends la suite.')
    lost.cable.mend()
    await lost.page.getByText('Connexion perdue').waitFor({ state: 'detached' })
    await colleague.page.getByRole('button', { name: 'Voir vos collègues' }).click()
    await list.getByText('connexion perdue').waitFor({ state: 'detached' })
    await colleague.page.keyboard.press('Escape')
    await lost.open(talk(0).reference)
    await eventually(lost.lines, talk(0).said)
  })

  it('when nobody answers in time, the form is offered; what is left there comes to the consoles', async () => {
    const { dialog, history } = widgetOf(2)
    const { deadlineAt } = await handoffOf(talk(2))
    await pass(Date.parse(deadlineAt ?? '') - now().getTime(), desks)
    await history.getByText(/Aucun agent n’a pu se libérer/).waitFor()
    await dialog.getByRole('button', { name: 'Options' }).click()
    await dialog.getByRole('button', { name: 'Être rappelé(e)' }).waitFor()
    await dialog.getByRole('button', { name: 'Options' }).click()
    await history.getByRole('button', { name: 'Laisser un message' }).last().click()
    await dialog.getByLabel('Votre nom').fill('Jeanne Martin')
    await dialog.getByLabel('Téléphone').fill('01 99 00 12 34')
    await dialog.getByLabel('Votre message').fill('Je voudrais une date pour mon dossier.')
    await dialog.getByRole('button', { name: 'Envoyer le message' }).click()
    await history.getByText(/Jeanne Martin/).waitFor()
    for (const { page } of desks) await page.locator('.queue-section.take').getByText('Jeanne Martin').waitFor()
  })

  it('an exercise counts nowhere', async () => {
    const { page } = desks[2] as AgentDesk
    const figures = () =>
      page.evaluate(async () => {
        const read = async (path: string) => (await fetch(`/api/v1/agent/supervision${path}`)).json()
        const { at: _, ...live } = await read('')
        return { ...live, figures: await read('/figures?days=1') }
      })
    const counters = () => store().readCounters(COMMUNE, '2026-11-24', '2026-11-24')
    await town.running.app.sweep()
    const before = [await counters(), await figures()]
    expect(JSON.stringify(before[0])).toContain('handoff.')
    await page.evaluate(() => {
      location.hash = '#/practice/accueil-carte-perdue'
    })
    await page.getByRole('button', { name: /^Prendre : bjr/ }).click()
    await page.getByLabel('Votre réponse').fill('Bonjour Madame, la carte a-t-elle été perdue ou volée ?')
    await page.getByLabel('Votre réponse').press('Control+Enter')
    await page.getByText('non non perdue').first().waitFor()
    await page.getByRole('button', { name: 'Finir l’exercice' }).click()
    await page.getByText('Résultat enregistré').waitFor()
    expect(await store().listPractice(COMMUNE)).toHaveLength(1)
    await town.running.app.sweep()
    expect([await counters(), await figures()]).toEqual(before)
    for (const citizen of withoutBrowser) expect(textOf(citizen)).not.toMatch(/volée/)
  })

  it('a newcomer answers by keys alone, from the sign-in to the reason', async () => {
    const citizen = await arrive()
    const page = await (await town.visit()).newPage()
    const { keyboard } = page
    const focusOn = (id: string) => page.waitForFunction((one) => document.activeElement?.id === one, id)
    await page.goto(`${town.address}/console`)
    await page.getByRole('heading', { name: 'Connexion' }).waitFor()
    for (let press = 0; press < 9 && (await page.evaluate(() => document.activeElement?.id)) !== 'email'; press += 1)
      await keyboard.press('Tab')
    await keyboard.type('accueil@villebourg.example')
    await keyboard.press('Tab')
    await keyboard.type('demonstration')
    await keyboard.press('Enter')
    await focusOn('queue-title')
    await citizen.call()
    // Others may wait: she looks for this one by its reference.
    const { reference = '' } = (await store().findOpenHandoff(citizen.id)) as Handoff
    await page.locator('#queue .row.pending').filter({ hasText: reference }).waitFor()
    await keyboard.press('Control+KeyK')
    await expectFocus(page.getByRole('combobox'))
    await keyboard.type(reference)
    await page.getByRole('option').filter({ hasText: reference }).waitFor()
    await keyboard.press('Enter')
    await focusOn('conversation-title')
    await page.getByRole('button', { name: 'Prendre la conversation' }).waitFor()
    await keyboard.press('Alt+KeyP')
    await focusOn('answer')
    await keyboard.type('Bonjour, je vous écoute.')
    await keyboard.press('Control+Enter')
    await eventually(() => citizen.heard.flatMap(lineOf), ['agent: Bonjour, je vous écoute.'])
    await citizen.say('Merci, c’est tout.')
    await page.getByRole('region', { name: 'Messages de la conversation' }).getByText('Merci, c’est tout.').waitFor()
    await keyboard.press('Alt+KeyE')
    await expectFocus(page.getByRole('button', { name: 'Réponse donnée' }))
    await keyboard.press('Enter')
    await page.locator('.banner.done').getByText('La conversation est terminée.').waitFor()
    // The next of hers in which somebody waits, else the queue.
    await page.waitForFunction(() => /^(answer|queue-title)$/.test(document.activeElement?.id ?? ''))
    const ended = (await store().listHandoffs(COMMUNE, ['resolved'])).filter(
      ({ conversationId }) => conversationId === citizen.id,
    )
    expect(ended).toMatchObject([{ agentName: 'Accueil', resolution: expect.any(String) }])
  })

  it('has broken no content policy, and sent no request elsewhere', () => {
    const own = [town.address, ...desks.map(({ cable }) => cable.address)]
    expect(new Set(town.requests.map((url) => new URL(url).origin))).toEqual(new Set(own))
    // Refused claims and the time without a server are in the browser's console too.
    expect(town.errors.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([])
  })
})

/** Lets nobody pass until so many have come. */
function openGate(count: number): { pass(): Promise<void> } {
  const waiting: (() => void)[] = []
  return {
    pass: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        if (waiting.length === count) for (const go of waiting) go()
      }),
  }
}

type Said = HttpCitizen['heard'][number]

/** What a citizen or an agent said; nothing of the others. */
function lineOf({ author, payload }: Said): string[] {
  return (author === 'citizen' || author === 'agent') && payload.type === 'text' ? [`${author}: ${payload.text}`] : []
}

function textOf({ heard }: HttpCitizen): string {
  return heard.map(({ payload }) => JSON.stringify(payload)).join(' ')
}

/** Each side's own words, in order. */
function sides(lines: readonly string[]): string[][] {
  return ['citizen: ', 'agent: '].map((side) => lines.filter((line) => line.startsWith(side)))
}

/** What a restart changes nothing of. */
function kept({ id, status, agentId, assignedAt, requestedAt, deadlineAt }: Handoff) {
  return { id, status, agentId, assignedAt, requestedAt, deadlineAt }
}
