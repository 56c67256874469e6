import { describe, expect, it } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { fillSignIn } from '../../../benchmarks/front/sign-in.js'
import { eventually } from '../../browser/eventually.js'
import { expectFocus } from '../../browser/expect-focus.js'
import { counterForTests } from './counter.js'
import { STAFF } from './fake-staff-server.js'
import { PROMISES, promiseReport } from './sample-town.js'

const counter = counterForTests()

const answer = (page: Page) => page.getByLabel('Votre réponse')
const thread = (page: Page) => page.getByRole('region', { name: 'Messages de la conversation' })
const take = (page: Page) => page.getByRole('button', { name: 'Prendre la conversation' })
const row = (page: Page, name: RegExp) => page.getByRole('listitem').getByRole('button', { name }).first()

/** A console in which Claire holds the conversation `talk`. */
async function talking(): Promise<Page> {
  counter.server.add('talk', { status: 'assigned', agentId: 'claire', agentName: 'Claire' })
  const page = await counter.signIn()
  await row(page, /téléphone masqué/).click()
  await answer(page).waitFor()
  return page
}

describe('the citizen', () => {
  it('who waited before an agent came is shown with her own wait, not that of the agent’s arrival', async () => {
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
    const held = { status: 'assigned', agentId: 'claire', agentName: 'Claire' } as const
    counter.server.add('talk', { ...held, requestedAt: ago(12.5), assignedAt: ago(3) })
    const page = await counter.signIn()
    await page
      .locator('.row .when')
      .getByText(/Sans réponse depuis 12\smin/)
      .waitFor()
  })

  it('is told of by what the talk is about and for whom, beside what the assistant understood', async () => {
    const page = await talking()
    await page.keyboard.press('Alt+I')
    const context = page.locator('.understanding .context')
    await context.getByText('Sujet').waitFor()
    expect(((await context.locator('dd').first().textContent()) ?? '').replace(/\s/g, ' ')).toBe(
      'Inscrire un enfant à la cantine · Pour : son enfant',
    )
  })

  it('is shown that the agent writes, at most every three seconds', async () => {
    const page = await talking()
    const shown = () => counter.server.calls.filter((call) => call === 'POST /agent/handoffs/talk/typing').length
    const sent = page.waitForRequest(/\/typing$/)
    await answer(page).pressSequentially('Bonjour, je regarde.')
    await sent
    expect(shown()).toBe(1)
    await page.waitForTimeout(3_000)
    await answer(page).pressSequentially(' Un instant.')
    expect(shown()).toBe(2)
  })
})

describe('sign-in', () => {
  it('says what is missing, ties it to its field, and focuses the first', async () => {
    const page = await counter.open('/console')
    await page.getByRole('button', { name: 'Se connecter' }).click()
    const email = page.getByLabel('Adresse électronique')
    expect(await email.getAttribute('aria-describedby')).toBe('email-error')
    expect(await page.locator('#email-error').textContent()).toMatch(/Saisissez votre adresse/)
    expect(await page.locator('#password-error').textContent()).toMatch(/Saisissez votre mot de passe/)
    await eventually(() => focusedId(page), 'email')
    await email.fill('claire@villebourg.example')
    await page.getByRole('button', { name: 'Se connecter' }).click()
    await page.locator('#email-error').waitFor({ state: 'detached' })
    await eventually(() => focusedId(page), 'password')
  })

  it('tells of a wrong password in the server’s words, keeps the address, and shows the password on demand', async () => {
    const page = await counter.open('/console')
    await fillSignIn(page, STAFF.claire.email, 'wrong')
    await page.getByRole('alert').getByText('n’est pas le bon').waitFor()
    expect(await page.getByLabel('Adresse électronique').inputValue()).toBe(STAFF.claire.email)
    await page.getByRole('button', { name: 'Afficher le mot de passe' }).click()
    const password = page.getByLabel('Mot de passe', { exact: true })
    expect([await password.getAttribute('type'), await password.inputValue()]).toEqual(['text', 'wrong'])
    await page.getByRole('button', { name: 'Masquer le mot de passe' }).click()
    expect(await password.getAttribute('type')).toBe('password')
  })

  it('opens the console, survives a reload, and ends with the session', async () => {
    const page = await counter.signIn()
    await page.reload()
    await page.getByRole('heading', { name: 'File d’attente' }).waitFor()
    await page.getByText('Villebourg').waitFor()
    counter.server.expireSessions()
    await page.getByText('Votre session est terminée').waitFor()
    await fillSignIn(page, STAFF.claire.email)
    await page.getByRole('heading', { name: 'File d’attente' }).waitFor()
    await page.getByRole('button', { name: /Claire.*Options/ }).click()
    await page.getByRole('button', { name: 'Se déconnecter' }).click()
    await page.getByRole('heading', { name: 'Connexion' }).waitFor()
    expect(counter.server.calls).toContain('DELETE /session')
  })

  it('that has ended and begins again puts the keyboard in the conversation that was open', async () => {
    counter.server.add('one')
    const page = await counter.signIn()
    await page.getByRole('button', { name: /^Prendre : / }).click()
    await page.waitForFunction(() => document.activeElement?.id === 'answer')
    counter.server.expireSessions()
    await page.getByText('Votre session est terminée').waitFor()
    await fillSignIn(page, STAFF.claire.email)
    await answer(page).waitFor()
    await expectFocus(page.locator('#conversation-title'))
  })

  it('asks the server nothing before one signs in, and refuses who cannot answer citizens', async () => {
    const page = await counter.open('/console')
    await page.getByRole('heading', { name: 'Connexion' }).waitFor()
    // But how one may sign in.
    expect(counter.server.calls.filter((call) => call !== 'GET /sign-in')).toEqual([])
    await fillSignIn(page, STAFF.curt.email)
    await page.getByText('ne permet pas de répondre aux usagers').waitFor()
  })
})

describe('availability and an empty queue', () => {
  it('says what to do when away, and moves when the server has agreed', async () => {
    const page = await counter.signIn()
    await page.getByText('Vous êtes absent : les usagers sont invités à laisser un message.').waitFor()
    await page.getByText('Aucun agent disponible').waitFor()
    await page.getByText('Disponible', { exact: true }).click()
    await page.getByText('Personne n’attend. Restez disponible').waitFor()
    await page.getByText('1 agent disponible').waitFor()
    expect(await page.getByRole('radio', { name: 'Disponible' }).isChecked()).toBe(true)
    expect(counter.server.available.has('claire')).toBe(true)
  })

  it('goes back to the truth when the server refuses', async () => {
    const page = await counter.signIn()
    counter.server.refuseNext(/availability/, { status: 503 })
    await page.getByText('Disponible', { exact: true }).click()
    await page.locator('.banner.error').getByText('Votre disponibilité n’a pas changé').waitFor()
    expect(await page.getByRole('radio', { name: 'Absent' }).isChecked()).toBe(true)
  })

  it('says so when the town hall is closed', async () => {
    counter.server.open = false
    const page = await counter.signIn()
    await page.getByText('La mairie est fermée : les usagers sont invités').waitFor()
    await page.getByText('Mairie fermée', { exact: true }).waitFor()
  })

  it('has the town’s clock, also on a computer that is set to another one', async () => {
    const slot = { day: '2030-01-09', half: 'morning' as const }
    const [startsAt, endsAt] = ['2030-01-09T07:30:00.000Z', '2030-01-09T11:00:00.000Z']
    counter.server.add('call', { kind: 'callback', slot: { ...slot, startsAt, endsAt } })
    const page = await counter.signIn('claire', { timezoneId: 'America/Martinique' })
    await page
      .getByText(/mercredi 9 janvier, matin \(8\sh\s30 – 12\sh\)/)
      .first()
      .waitFor()
  })
})

describe('a new agent', () => {
  it('reads the steps of a conversation until she has ended one; each colleague has her own', async () => {
    const page = await counter.signIn()
    const steps = page.getByRole('region', { name: 'Votre première conversation' })
    await steps.getByRole('button', { name: 'Me rendre disponible' }).click()
    await steps.getByText('Vous êtes disponible.').waitFor()
    await eventually(() => focusedId(page), 'queue-title')
    counter.server.add('talk')
    await page
      .getByRole('button', { name: /^Prendre/ })
      .first()
      .click()
    await page.getByRole('button', { name: 'Réponse donnée' }).click()
    await page.getByText('Choisissez une demande dans la file').waitFor()
    await page.reload()
    await page.getByText('Choisissez une demande dans la file').waitFor()
    expect(await steps.count()).toBe(0)
  })

  it('opens a conversation on what the citizen asked, whatever notices follow, and follows what comes once she has answered', async () => {
    counter.server.add('talk', { status: 'assigned', agentId: 'claire', agentName: 'Claire' })
    const messages = counter.server.messages.get('talk') ?? []
    const notice = messages.at(-1)
    if (!notice) throw new Error('the sample conversation ends with a notice')
    for (let more = 1; more <= 12; more += 1)
      messages.push({ ...notice, id: `${notice.id}-${more}`, seq: notice.seq + more })
    const page = await counter.signIn()
    await row(page, /téléphone masqué/).click()
    await answer(page).waitFor()
    const asked = thread(page).getByText('non, je veux parler à quelqu’un')
    const inSight = async (words: Locator) => {
      const [box, frame] = [await words.boundingBox(), await thread(page).boundingBox()]
      return !!box && !!frame && box.y >= frame.y && box.y + box.height <= frame.y + frame.height
    }
    expect(await inSight(asked)).toBe(true)
    await answer(page).fill('Bonjour, je regarde.')
    await answer(page).press('Control+Enter')
    await thread(page).getByText('Bonjour, je regarde.').waitFor()
    await eventually(() => inSight(thread(page).getByText('Bonjour, je regarde.')), true)
  })
})

describe('the queue', () => {
  it('shows what comes at once, counts it in the title, and says it to screen readers', async () => {
    const page = await counter.signIn()
    counter.server.add('one', { subject: 'Inscription à la cantine' })
    await page
      .getByRole('status')
      .getByText('Nouvelle demande : Inscription à la cantine')
      .waitFor({ state: 'attached' })
    await page.waitForFunction(() => document.title.startsWith('(1) '))
    counter.server.add('two', { urgent: true, subject: 'Au secours' })
    await page.getByRole('status').getByText('Nouvelle demande urgente').waitFor({ state: 'attached' })
    const rows = page.getByRole('list', { name: /À prendre/ }).getByRole('listitem')
    expect(await rows.first().textContent()).toMatch(/Urgent/)
    expect(await rows.count()).toBe(2)
    await eventually(() => page.title(), '(2) Accueil en ligne – Guichet')
  })

  it('shows contact details of a message left, ready to call and to write', async () => {
    const contact = { name: 'Fatima Benali', phone: '+33612345678', email: 'fatima@exemple.fr' }
    counter.server.add('left', { kind: 'message', contact, subject: 'Rappelez-moi après 17 h.' })
    const page = await counter.signIn()
    await row(page, /Rappelez-moi/).click()
    expect(await page.getByRole('link', { name: '06 12 34 56 78' }).getAttribute('href')).toBe('tel:+33612345678')
    expect(await page.getByRole('link', { name: 'fatima@exemple.fr' }).getAttribute('href')).toBe(
      'mailto:fatima@exemple.fr',
    )
    await page.getByRole('button', { name: 'Prendre ce message' }).waitFor()
  })
})

describe('taking a request', () => {
  it('takes it, puts the cursor where one answers, and shows who came', async () => {
    counter.server.add('one')
    const page = await counter.signIn()
    await page.getByRole('button', { name: /^Prendre : / }).click()
    await answer(page).waitFor()
    await page.waitForFunction(() => document.activeElement?.id === 'answer')
    await thread(page).getByText('Claire a rejoint la conversation.').waitFor()
    expect(counter.server.handoffs.get('one')?.agentId).toBe('claire')
    expect(
      await page
        .getByRole('region', { name: /^À moi/ })
        .getByRole('listitem')
        .count(),
    ).toBe(1)
  })

  it('says who was faster, and breaks nothing', async () => {
    counter.server.add('one')
    const page = await counter.signIn()
    await row(page, /téléphone masqué/).click()
    await take(page).waitFor()
    // A colleague wins in the very moment: the screen still shows the button.
    await page.route(/\/agent\/queue(\?|$)/, (route) => route.abort())
    await page.route('**/agent/handoffs/one', (route) => route.abort())
    counter.server.colleague('one', {
      type: 'claim',
      agentId: 'karim',
      agentName: 'Karim',
      at: new Date().toISOString(),
    })
    await take(page).click()
    await page.locator('.banner.warning').getByText('Karim a déjà pris cette demande.').waitFor()
    await page.unroute(/\/agent\/queue(\?|$)/)
    await page.unroute('**/agent/handoffs/one')
    await page.getByText('Karim suit cette conversation').waitFor({ timeout: 30_000 })
    await page.getByRole('button', { name: /^Chez les collègues/ }).click()
    // The list waits longer after each reading that failed.
    await page.getByText('Avec Karim').waitFor({ timeout: 30_000 })
    expect(await answer(page).count()).toBe(0)
  })

  it('lets exactly one of two consoles win', async () => {
    counter.server.add('one')
    const [claire, karim] = await Promise.all([counter.signIn('claire'), counter.signIn('karim')])
    for (const page of [claire, karim]) await row(page, /téléphone masqué/).click()
    // Both calls leave before either is answered.
    for (const page of [claire, karim])
      await page.route('**/claim', (route) => setTimeout(() => void route.continue(), 400))
    await Promise.all([take(claire).click(), take(karim).click()])
    while (counter.server.handoffs.get('one')?.status !== 'assigned') await claire.waitForTimeout(50)
    const winner = counter.server.handoffs.get('one')?.agentId === 'claire' ? claire : karim
    const loser = winner === claire ? karim : claire
    await answer(winner).waitFor()
    await loser.getByText(/suit cette conversation/).waitFor()
  })
})

describe('talking', () => {
  it('sends with Ctrl + Enter, and hears the citizen', async () => {
    const page = await talking()
    await answer(page).fill('Bonjour,\nje vous écoute.')
    await answer(page).press('Control+Enter')
    await thread(page).getByText('je vous écoute.').waitFor()
    await page.getByText('Envoi…').waitFor({ state: 'detached' })
    expect(await answer(page).inputValue()).toBe('')
    counter.server.citizenSays('talk', 'Merci, et samedi ?')
    await thread(page).getByText('Merci, et samedi ?').waitFor()
    await page.getByRole('status').getByText('L’usager a écrit : Merci, et samedi ?').waitFor({ state: 'attached' })
    await page.locator('.mine .mark-badge').getByText('À répondre').waitFor()
  })

  it('keeps a failed message, and sends it again under the same id', async () => {
    const page = await talking()
    counter.server.refuseNext(/talk\/messages/, {
      status: 500,
      code: 'internal',
      detail: 'L’enregistrement est impossible en ce moment.',
    })
    await answer(page).fill('Bonjour')
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await thread(page)
      .getByText(/Non envoyé. L’enregistrement est impossible/)
      .waitFor()
    await page.getByRole('button', { name: 'Envoyer de nouveau' }).click()
    await thread(page).getByText('Non envoyé').waitFor({ state: 'detached' })
    await eventually(() => counter.server.said.length, 2)
    const [first, second, ...others] = counter.server.said
    expect([first?.clientId, others]).toEqual([second?.clientId, []])
    expect(await thread(page).getByText('Bonjour', { exact: true }).count()).toBe(1)
  })

  it('gives the words of a failed message back', async () => {
    const page = await talking()
    await page.route('**/talk/messages', (route) => route.abort())
    await answer(page).fill('Bonjour')
    await answer(page).press('Control+Enter')
    await page.getByRole('button', { name: 'Reprendre le texte' }).click()
    expect(await answer(page).inputValue()).toBe('Bonjour')
  })

  it('keeps the draft and the open conversation over a reload, and each draft with its conversation', async () => {
    counter.server.add('other', {
      status: 'assigned',
      agentId: 'claire',
      agentName: 'Claire',
      requestedAt: '2026-01-01T00:00:00Z',
    })
    const page = await talking()
    await page.waitForFunction(() => document.querySelectorAll('.mine .row').length === 2)
    await answer(page).fill('À moitié écrit')
    await page.reload()
    await answer(page).waitFor()
    expect(await answer(page).inputValue()).toBe('À moitié écrit')
    await page.getByText('Brouillon', { exact: true }).waitFor()
    await page.keyboard.press('Alt+J')
    await page.waitForFunction(() => (document.querySelector('#answer') as HTMLTextAreaElement | null)?.value === '')
    await page.keyboard.press('Alt+K')
    await page.waitForFunction(
      () => (document.querySelector('#answer') as HTMLTextAreaElement | null)?.value === 'À moitié écrit',
    )
  })

  it('says that there is nothing to send, and that a message is too long', async () => {
    const page = await talking()
    await answer(page).press('Control+Enter')
    await page.getByText('Écrivez d’abord votre réponse.').waitFor()
    await answer(page).fill('a'.repeat(2003))
    await page.getByText('Message trop long : retirez 3 caractères.').waitFor()
    expect(await page.getByRole('button', { name: 'Envoyer', exact: true }).isDisabled()).toBe(true)
  })
})

describe('ending', () => {
  it('takes one press, which says why, and one more takes it back', async () => {
    const page = await talking()
    const reasons = page.getByRole('group', { name: /^Terminer/ })
    expect(await reasons.getByRole('button').allTextContents()).toEqual([
      'Réponse donnée',
      'Orienté ailleurs',
      'Rendez-vous',
      'Rappelé',
      'Sans réponse',
      'Autre',
    ])
    await reasons.getByRole('button', { name: 'Rendez-vous' }).click()
    const told = page.locator('.banner.done')
    await told.getByText('La conversation est terminée.').waitFor()
    expect(counter.server.handoffs.get('talk')?.resolution).toBe('appointment')
    await expectFocus(page.locator('#queue-title'))
    await page.getByRole('button', { name: /^Terminées aujourd’hui/ }).click()
    await page.getByRole('list', { name: 'Terminées aujourd’hui' }).getByText('Rendez-vous').waitFor()
    await told.getByRole('button', { name: 'Annuler' }).click()
    await expectFocus(answer(page))
    expect(counter.server.handoffs.get('talk')).toMatchObject({ status: 'assigned', agentId: 'claire' })
  })

  it('opens the next of hers in which somebody waits', async () => {
    const mine = { status: 'assigned', agentId: 'claire', agentName: 'Claire' } as const
    counter.server.add('next', { ...mine, reference: 'VR-7K3-46Q' })
    const page = await talking()
    await page.evaluate(() => {
      location.hash = '#handoff/talk'
    })
    await page.getByRole('button', { name: 'Réponse donnée' }).click()
    await page.locator('#conversation-title').getByText('VR-7K3-46Q').waitFor()
    await expectFocus(answer(page))
    await page.locator('.banner.done').getByText('La conversation est terminée.').waitFor()
    expect([...counter.server.handoffs.values()].map(({ status }) => status).sort()).toEqual(['assigned', 'resolved'])
  })

  it('is reached by one key, and ends nothing before a reason is pressed', async () => {
    const page = await talking()
    await answer(page).focus()
    await page.keyboard.press('Alt+E')
    await expectFocus(page.getByRole('button', { name: 'Réponse donnée' }))
    await page.keyboard.press('Alt+N')
    await expectFocus(answer(page))
    expect(counter.server.handoffs.get('talk')?.status).toBe('assigned')
    await page.keyboard.press('Alt+E')
    await expectFocus(page.getByRole('button', { name: 'Réponse donnée' }))
    await page.keyboard.press('Enter')
    await page.locator('.banner.done').waitFor()
    expect(counter.server.handoffs.get('talk')?.resolution).toBe('answered')
  })

  it('puts a conversation back in the queue', async () => {
    const page = await talking()
    await page.getByRole('button', { name: 'Passer à…' }).click()
    await page.getByRole('button', { name: /^Remettre dans la file/ }).click()
    await page.locator('.banner.done').getByText('La demande a repris sa place dans la file.').waitFor()
    expect(counter.server.handoffs.get('talk')?.status).toBe('pending')
    await page.getByRole('button', { name: /^Prendre : / }).waitFor()
  })

  it('tells of it no longer once that is over', async () => {
    const page = await talking()
    await page.getByRole('button', { name: 'Passer à…' }).click()
    await page.getByRole('button', { name: /^Remettre dans la file/ }).click()
    await page.locator('.banner.done').getByRole('button', { name: 'Annuler' }).waitFor()
    const at = new Date().toISOString()
    counter.server.colleague('talk', { type: 'claim', agentId: 'karim', agentName: 'Karim', at })
    await page.locator('.banner.done').waitFor({ state: 'detached' })
  })
})

describe('what the assistant understood', () => {
  it('shows what it proposed and rejected, how sure it was, and marks the words that decided', async () => {
    const page = await talking()
    const turn = page.locator('.turn').filter({ hasText: 'acte de naissance de ma fille' })
    await turn.locator('summary').first().click()
    expect(await turn.locator('mark').allTextContents()).toEqual(['acte', 'naissance'])
    const kept = turn.locator('.candidate.kept')
    expect(await kept.textContent()).toMatch(/94\s%.*Proposée à l’usager.*acte, naissance.*acte de naissance/)
    expect(await kept.locator('q').textContent()).toBe('acte de naissance')
    const last = turn.getByText('Demander une copie d’acte de décès')
    expect(await last.isVisible()).toBe(false)
    await turn.getByText('Autres fiches écartées (2)').click()
    expect(await last.isVisible()).toBe(true)
  })

  it('is shown message by message, with confidence, evidence and signals in words', async () => {
    const page = await talking()
    const pane = page.getByRole('region', { name: 'À savoir' })
    await pane.getByText('/ecoles/cantine').waitFor()
    await pane.getByText('Téléphone masqué', { exact: true }).waitFor()
    await pane.getByText('Souhaite une personne').waitFor()
    await pane.getByText('A demandé de préciser entre plusieurs fiches').click()
    await pane.getByText('Confiance : 52 %').waitFor()
    await pane.getByText('Recherche par mots seulement').waitFor()
    await pane.getByText('cantine, inscriptions').waitFor()
    await pane.getByText('Écartée').first().waitFor()
    await thread(page).getByText('Demander une copie d’acte de naissance').click()
    await thread(page).getByText('Une pièce d’identité').waitFor()
  })
})

describe('a lost connection', () => {
  it('is told, keeps the draft, and heals by itself', async () => {
    const page = await talking()
    await answer(page).fill('En cours')
    counter.server.down = true
    counter.server.cutStreams()
    await page.getByRole('alert').getByText('Connexion perdue').waitFor()
    counter.server.citizenSays('talk', 'Vous êtes là ?')
    counter.server.down = false
    await page.getByText('Connexion perdue').waitFor({ state: 'detached', timeout: 60_000 })
    await thread(page).getByText('Vous êtes là ?').waitFor()
    expect(await answer(page).inputValue()).toBe('En cours')
    expect(await thread(page).getByText('Vous êtes là ?').count()).toBe(1)
  })

  it('keeps what is sent meanwhile, and sends it by itself, in order and once', async () => {
    const page = await talking()
    counter.server.down = true
    counter.server.cutStreams()
    for (const words of ['Un instant.', 'Voilà.']) {
      await answer(page).fill(words)
      await answer(page).press('Control+Enter')
      await thread(page).getByText(words).waitFor()
    }
    await expect(thread(page).getByText('Pas encore envoyé').last().isVisible()).resolves.toBe(true)
    counter.server.down = false
    await thread(page).getByText('Pas encore envoyé').first().waitFor({ state: 'detached', timeout: 60_000 })
    await thread(page).getByText('Pas encore envoyé').waitFor({ state: 'detached' })
    const said = await thread(page).locator('.message.agent .words').allTextContents()
    expect(said.filter((words) => /Un instant|Voilà/.test(words))).toEqual(['Un instant.', 'Voilà.'])
    const ids = new Set(counter.server.said.map(({ clientId }) => clientId))
    expect(ids.size).toBe(2)
  })
})

describe('the administrators’ page', () => {
  it('shows what is installed and what works', async () => {
    counter.server.model = 'unavailable'
    counter.server.add('one')
    const page = await counter.open('/admin#/service')
    await fillSignIn(page, STAFF.ada.email)
    await page.getByText('Indisponible : la recherche se fait par mots seulement').waitFor()
    await page.getByText('models/guichet-fr: file not found').waitFor()
    expect(await page.getByRole('row', { name: /villebourg/ }).textContent()).toMatch(/220/)
    const ratings = page.getByRole('region', { name: 'Avis des usagers' })
    await ratings.getByText('12', { exact: true }).waitFor()
    await ratings.getByText('En moyenne : satisfaisant (4,3 sur 5).').waitFor()
    await page.getByRole('link', { name: 'Accueil en ligne' }).waitFor()
  })

  it('tells what the content keeps of the promise, with its interval and the entries to tell apart', async () => {
    counter.server.publications = [
      {
        promises: PROMISES,
        mayPublish: true,
        running: null,
        last: null,
        report: promiseReport('doubtful', 0.03),
        checks: null,
        trend: [],
      },
    ]
    const page = await counter.open('/admin#/publication')
    await fillSignIn(page, STAFF.ada.email)
    await page.getByText('Promesse : au plus 2 réponses fausses sur 100 réponses données.').waitFor()
    await page.getByText('Promesse incertaine').waitFor()
    await page
      .getByText('Sur 100 réponses données aux usagers, on en attend 1 à 5 de fausses. Mesure : 3 sur 100.')
      .waitFor()
    await page.getByText('Sur 100 questions, 40 à 60 reçoivent une réponse immédiate').waitFor()
    await page.getByRole('img', { name: 'Intervalle à 95 % des réponses fausses' }).waitFor()
    await page.getByText('Fiches à mieux distinguer').click()
    await page.getByRole('row', { name: /Piscine.*Bassin.*2/ }).waitFor()
  })

  it('publishes on demand, shows how far it is, and says why it is refused', async () => {
    const report = promiseReport('kept', 0.01)
    const refused = promiseReport('broken', 0.08)
    counter.server.publications = [
      { promises: PROMISES, mayPublish: true, running: null, last: null, report, checks: null, trend: [] },
      {
        promises: PROMISES,
        mayPublish: true,
        running: { phase: 'checking', done: 30, total: 120 },
        last: null,
        report,
        checks: null,
        trend: [],
      },
      {
        promises: PROMISES,
        mayPublish: true,
        running: null,
        last: { outcome: 'refused', at: new Date().toISOString(), faults: [], refused },
        report,
        checks: null,
        trend: [],
      },
    ]
    const page = await counter.open('/admin#/publication')
    await fillSignIn(page, STAFF.ada.email)
    await page.getByText('Promesse tenue').waitFor()
    const button = page.getByRole('button', { name: 'Relire et publier les fichiers du serveur' })
    await button.click()
    await page.getByText('Vérification de la promesse : 30 sur 120').waitFor()
    expect(await button.isDisabled()).toBe(true)
    await page.getByText(/Publication refusée.*romprait la promesse/).waitFor()
    await page.getByText('Promesse rompue').waitFor()
    expect(await button.isEnabled()).toBe(true)
    expect(counter.server.calls).toContain('POST /admin/publish')
  })

  it('says who publishes for every commune of the server, and offers no button that would be refused', async () => {
    counter.server.publications = [
      {
        promises: PROMISES,
        mayPublish: false,
        running: null,
        last: null,
        report: promiseReport('kept', 0.01),
        checks: null,
        trend: [],
      },
    ]
    const page = await counter.open('/admin#/publication')
    await fillSignIn(page, STAFF.ada.email)
    await page.getByText(/l’administration du serveur les relit et les publie/).waitFor()
    expect(await page.getByRole('button', { name: 'Relire et publier' }).count()).toBe(0)
  })

  it('tries looks: what cannot be read is said and mended, and the setting is copied', async () => {
    counter.server.theme = { accent: '#1b3a6b' }
    const page = await counter.open('/admin#/theme', { viewport: { width: 320, height: 800 } })
    await fillSignIn(page, STAFF.ada.email)
    const section = page.getByRole('region', { name: 'Apparence' })
    const setting = section.getByLabel(/Pour garder ce réglage dans le fichier de la commune/)
    expect(await setting.inputValue()).toBe('"theme": {\n  "accent": "#1b3a6b"\n}')
    await section.getByLabel('Couleur sur écran clair').fill('#ffd400')
    await section.getByText(/^Trop peu lisible\. Textes\s: 1,3 pour 1 \(il faut 4,5\)/).waitFor()
    expect(await setting.count()).toBe(0)
    await section.getByRole('button', { name: /^Prendre la plus proche/ }).click()
    await section.getByLabel('Rond, ses mots').check()
    expect(JSON.parse(`{${await setting.inputValue()}}`)).toEqual({
      theme: { accent: expect.stringMatching(/^#[0-9a-f]{6}$/), launcher: 'round' },
    })
    await section.getByRole('button', { name: 'Copier' }).click()
    await section.getByText(/^Copié|Ctrl\+C/).waitFor()
    const shown = section.getByRole('figure').first().locator('.shown-head')
    expect(await shown.evaluate((element) => getComputedStyle(element).backgroundColor)).not.toBe('rgb(255, 212, 0)')
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  })

  it('announces something to citizens, keeps who did it, and withdraws it', async () => {
    const page = await counter.open('/admin#/alert')
    await fillSignIn(page, STAFF.ada.email)
    await page.getByText('Aucune annonce en ligne.').waitFor()
    const text = page.getByLabel('Texte en français')
    const publish = page.getByRole('button', { name: 'Mettre en ligne' })
    await publish.click()
    await page.getByText('Écrivez le texte en français.').waitFor()
    await expectFocus(text)
    await page.getByLabel('Urgence').check()
    await text.fill('La Loire monte.')
    await page.getByLabel('Fiche à mettre en avant, n° 1').selectOption({ label: 'Se préparer aux risques' })
    await page.getByRole('figure').getByText('La Loire monte.').waitFor()
    await publish.click()
    await page.getByText('Annonce en ligne. Elle disparaîtra').waitFor()
    expect(counter.server.alert.alert).toMatchObject({
      level: 'urgent',
      text: { fr: 'La Loire monte.' },
      entries: ['risques-alertes'],
      link: null,
    })
    await page.getByRole('button', { name: 'Retirer maintenant' }).click()
    await page.getByText('Aucune annonce en ligne.').waitFor()
    expect(await text.inputValue()).toBe('')
    await page.getByText('Historique').click()
    await page.getByText(/Ada a retiré l’annonce/).waitFor()
    await page.getByText('Ada a mis en ligne : La Loire monte.').waitFor()
  })

  it('keeps what is being written when the server refuses it', async () => {
    const page = await counter.open('/admin#/alert')
    await fillSignIn(page, STAFF.ada.email)
    const text = page.getByLabel('Texte en français')
    await text.fill('Coupure d’eau.')
    counter.server.refuseNext(/admin\/alert/, { status: 503, code: 'storage_unavailable', detail: 'Rien n’est écrit.' })
    await page.getByRole('button', { name: 'Mettre en ligne' }).click()
    await page.getByText('Rien n’est écrit.').waitFor()
    expect(await text.inputValue()).toBe('Coupure d’eau.')
  })

  it('tries a text: what would be stored, and what is noticed', async () => {
    const page = await counter.open('/admin#/privacy')
    await fillSignIn(page, STAFF.ada.email)
    const tried = page.getByRole('region', { name: 'Essayer le masquage' })
    await tried.getByRole('button', { name: 'Téléphone' }).click()
    await tried.getByText('Rappelez-moi au [téléphone masqué] après 18 h.').waitFor()
    await tried.getByText('Téléphone masqué', { exact: true }).waitFor()
    await tried.getByLabel('Texte à essayer').fill('je sais pas où dormir ce soir')
    await tried.getByRole('button', { name: 'Voir ce qui serait enregistré' }).click()
    await tried.getByText('Sans abri').waitFor()
    counter.server.refuseNext(/admin\/screen/, { status: 422, code: 'text_empty', detail: 'Écrivez un texte.' })
    await tried.getByRole('button', { name: 'Voir ce qui serait enregistré' }).click()
    await tried.getByRole('alert').getByText('Écrivez un texte.').waitFor()
    expect(await tried.getByText('Sans abri').count()).toBe(0)
  })

  it('tells how long data is kept, what will be erased, and when something last was', async () => {
    const page = await counter.open('/admin#/privacy')
    await fillSignIn(page, STAFF.ada.email)
    const kept = page.getByRole('region', { name: 'Durées de conservation' })
    await kept.getByRole('row', { name: /^Conversations.* 30 12 27 octobre 2026$/ }).waitFor()
    await kept.getByText(/Dernier effacement\s: 1er novembre.*Conversations.*\s: 3, Coordonnées.*\s: 1/).waitFor()
    await kept.getByText(/Questions sans réponse gardées\s: 1/).click()
    await kept.getByText('louer un poney').waitFor()
    await kept.getByLabel('Montrer ce qui sera effacé d’ici').selectOption({ label: 'maintenant' })
    await kept.getByRole('row', { name: /^Conversations.* 30 0 –$/ }).waitFor()
  })

  it('is closed to agents', async () => {
    const page = await counter.open('/admin')
    await fillSignIn(page, STAFF.claire.email)
    await page.getByText('réservée aux administrateurs').waitFor()
  })
})

function focusedId(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.activeElement?.id)
}
