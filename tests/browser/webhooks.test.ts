import { resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Browser, Locator, Page } from 'playwright-core'
import { launchBrowser } from '../../benchmarks/front/launch-browser.js'
import { MOST_TRIES } from '../../src/features/webhooks/delivery.js'
import { isSigned, localSender, type Receiver, startReceiver } from '../features/webhooks/receiver.js'
import { plainSpaces, startTestServer, type TestServer } from '../platform/http/harness.js'
import { accessibilityFaults } from './accessibility-faults.js'
import { eventually } from './eventually.js'
import { expectFocus } from './expect-focus.js'

const NAME = 'Suivi des demandes'
/** What a citizen writes, which no other software is ever told. */
const WRITTEN = 'mon escargot est perdu'

/**
 * The page of the town's other software, from the first address to the last, with a receiver that takes only what is signed: the steps share one server, whose
 * clock the page has too.
 */
describe('telling another software', () => {
  let server: TestServer
  let receiver: Receiver
  let browser: Browser
  let admin: Page
  let secrets: string[] = []
  /** What the receiver answers to what is signed. */
  let mood: number

  beforeAll(async () => {
    receiver = await startReceiver()
    receiver.answer = (_request, response) => {
      const last = receiver.received.at(-1)
      const isGenuine = last !== undefined && secrets.some((secret) => isSigned(last, secret))
      response.writeHead(isGenuine ? mood : 401).end()
    }
    const isRefused = (ip: string) => ip !== '127.0.0.1'
    const lookUp = async (host: string) => (host === 'interne.example' ? ['10.0.0.7'] : ['127.0.0.1'])
    server = await startTestServer({
      config: { publicDir: resolve('public') },
      webhookSender: localSender({ resolve: lookUp, isRefused }),
    })
    browser = await launchBrowser()
    const context = await browser.newContext({
      locale: 'fr-FR',
      timezoneId: 'Europe/Paris',
      viewport: { width: 320, height: 640 },
    })
    context.setDefaultTimeout(30_000)
    admin = await context.newPage()
    await admin.clock.setFixedTime(server.clock.now())
    await admin.goto(`${server.url}/admin#/webhooks`)
    await signIn()
  })
  beforeEach(() => {
    mood = 204
    receiver.received.length = 0
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await receiver?.close()
  })

  const list = () => admin.getByRole('region', { name: 'Logiciels prévenus' })
  const dead = () => admin.getByRole('region', { name: 'Envois abandonnés' })
  const sent = () => admin.getByRole('region', { name: 'Derniers envois' })
  const form = () => admin.getByRole('region', { name: 'Prévenir un logiciel de plus' })
  const done = (words: string) => admin.getByRole('status').filter({ hasText: words }).waitFor()
  const textOf = async (part: Locator) => plainSpaces((await part.textContent()) ?? '').trim()
  /** The list is read again after what was done is said. */
  const listed = (words: string) => eventually(async () => (await textOf(list())).includes(words), true)
  const types = () => receiver.received.map(({ body }) => JSON.parse(body).type)

  async function signIn() {
    await admin.getByLabel('Adresse électronique').fill('admin@villebourg.example')
    await admin.getByLabel('Mot de passe', { exact: true }).fill('demonstration')
    await admin.keyboard.press('Enter')
    await list().waitFor()
  }

  /** Time passes, for the server and in the browser; what is due is sent, and the page is read again. */
  async function pass(minutes: number) {
    server.clock.advance({ minutes })
    await admin.clock.setFixedTime(server.clock.now())
    await server.app.sweep()
  }

  /** Waits until the receiver has been sent so many. */
  function comes(count: number): Promise<void> {
    return eventually(async () => {
      await server.app.sweep()
      return receiver.received.length
    }, count)
  }

  async function look() {
    await admin.reload()
    await list().waitFor()
  }

  /** Somebody leaves a message, which is sent, whatever comes of it. */
  async function leaveMessage() {
    const before = receiver.received.length
    const citizen = await server.startConversation()
    const left = { kind: 'message', name: 'Aline Merlebleu', phone: '06 52 41 97 38', text: WRITTEN }
    expect((await citizen.call('POST', '/handoff', left)).status).toBe(201)
    await comes(before + 1)
  }

  /** Goes on with Tab until something has the focus. */
  async function tabTo(target: Locator) {
    await target.waitFor()
    const isThere = () => target.evaluate((element) => element === document.activeElement)
    for (let presses = 0; presses < 120 && !(await isThere()); presses += 1) await admin.keyboard.press('Tab')
    await expectFocus(target)
  }

  /** No accessibility fault, and nothing wider than a phone. */
  async function expectSound() {
    expect(await accessibilityFaults(admin)).toEqual([])
    expect(
      await admin.evaluate(() =>
        [...document.querySelectorAll('main *')].flatMap((element) =>
          element.getBoundingClientRect().right > innerWidth ? [element.outerHTML.slice(0, 160)] : [],
        ),
      ),
    ).toEqual([])
  }

  it('refuses in clear words what is not secured, and what is on a private network; what was typed stays', async () => {
    await listed('Aucun logiciel n’est prévenu.')
    const address = form().getByLabel('Adresse du logiciel')
    const fault = form().locator('#webhook-address-error')
    const add = form().getByRole('button', { name: 'Ajouter' })
    await add.click()
    await form().getByText('Donnez un nom.').waitFor()
    await expectFocus(form().getByLabel('Nom', { exact: true }))
    await form().getByLabel('Nom', { exact: true }).fill(NAME)
    for (const [refused, why] of [
      ['http://suivi.example/guichet', 'Donnez une adresse sécurisée, qui commence par https.'],
      [
        'https://interne.example/guichet',
        'Cette adresse est celle du serveur ou d’un réseau privé : elle est refusée.',
      ],
      ['https://192.168.1.20/', 'Cette adresse est celle du serveur ou d’un réseau privé : elle est refusée.'],
      ['https://ada:motdepasse@suivi.example/', 'Cette adresse ne convient pas'],
    ] as const) {
      await address.fill(refused)
      await add.click()
      await eventually(async () => (await textOf(fault)).replaceAll("'", '’').includes(why), true)
      await expectFocus(address)
      expect(await address.inputValue()).toBe(refused)
    }
    await expectSound()
    expect(await form().getByLabel('Nom', { exact: true }).inputValue()).toBe(NAME)
    await listed('Aucun logiciel n’est prévenu.')
  })

  it('adds an address, shows its key this once and sends a trial, by keys alone', async () => {
    await look()
    await tabTo(form().getByLabel('Nom', { exact: true }))
    await admin.keyboard.type(NAME)
    await admin.keyboard.press('Tab')
    await admin.keyboard.type(receiver.address)
    await tabTo(form().getByLabel('les réponses automatiques sont arrêtées'))
    await admin.keyboard.press('Space')
    await admin.keyboard.press('Enter')
    const title = admin.getByRole('heading', { name: `Clé de « ${NAME} »` })
    await title.waitFor()
    await expectFocus(title)
    const secret = await textOf(admin.locator('.shown-once code'))
    expect(secret).toMatch(/^whsec_[\w+/=]{20,}$/)
    expect(await textOf(admin.locator('.shown-once'))).toContain('elle ne sera plus jamais montrée')
    await expectSound()
    secrets = [secret]
    await tabTo(admin.getByRole('button', { name: 'J’ai gardé la clé, fermer' }))
    await admin.keyboard.press('Enter')
    await expectFocus(list().getByRole('heading', { name: 'Logiciels prévenus' }))
    await look()
    expect(await admin.content()).not.toContain(secret.slice(6))
    await listed('Rien n’a encore été reçu')
    await tabTo(list().getByRole('button', { name: `Envoyer un essai ${NAME}` }))
    await admin.keyboard.press('Enter')
    await done(`L’essai est arrivé à « ${NAME} ».`)
    await expectFocus(list().getByRole('button', { name: `Envoyer un essai ${NAME}` }))
    expect(types()).toEqual(['webhook.trial'])
  })

  it('shows what was delivered, and tells nothing of what is written', async () => {
    await leaveMessage()
    await eventually(async () => {
      await look()
      return textOf(sent())
    }, `Derniers envoisune personne laisse un message, 10 h 00${NAME} – reçu.`)
    await listed('Dernier envoi reçu : 10 h 00')
    expect(types()).toEqual(['message.left'])
    const told = JSON.stringify(receiver.received)
    for (const word of ['escargot', 'Merlebleu', '41 97']) expect(told).not.toContain(word)
    await expectSound()
  })

  let given = ''
  it('shows a failure with its reason and the next try; after the last one, the dead letter', async () => {
    mood = 500
    await leaveMessage()
    await eventually(async () => {
      await look()
      return (await textOf(list())).includes('Les envois ne passent plus depuis 10 h 00. Guichet réessaie.')
    }, true)
    expect(await textOf(sent())).toMatch(
      /en attente\. Le logiciel a répondu par l’erreur 500\. 1 essai\. Prochain essai : 10 h 0[01]\./,
    )
    expect(await textOf(dead())).toContain('Aucun envoi n’a été abandonné.')
    await expectSound()
    given = String(receiver.received[0]?.headers['webhook-id'])
    await eventually(async () => {
      await pass(60)
      return (await server.store.listDeliveries('villebourg')).some(({ status }) => status === 'dead')
    }, true)
    expect(receiver.received).toHaveLength(MOST_TRIES)
    await admin.reload()
    await signIn()
    await eventually(async () => {
      await look()
      return (await textOf(dead())).includes('10 essais. Le logiciel a répondu par l’erreur 500.')
    }, true)
    await listed('1 envoi abandonné')
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([given]))
    await expectSound()
  })

  it('tells it on the first page, where an administrator did not come for it', async () => {
    await admin.goto(`${server.url}/admin#/`)
    const banner = admin.getByRole('complementary', { name: 'Logiciels qui ne sont plus prévenus' })
    await banner.waitFor()
    expect(await textOf(banner)).toContain(NAME)
    await banner.getByRole('link').click()
    await list().waitFor()
  })

  it('sends a dead letter again under the same number, and it is delivered', async () => {
    await dead().getByRole('button', { name: 'Renvoyer une personne laisse un message' }).click()
    await done('1 envoi repart.')
    await comes(1)
    await eventually(async () => {
      await look()
      return (await textOf(list())).includes('Prévenu.')
    }, true)
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([given])
    expect(await textOf(dead())).toContain('Aucun envoi n’a été abandonné.')
    expect((await textOf(sent())).match(/reçu\./g)).toHaveLength(2)
  })

  it('renews the key after a question; the former one signs for a day more', async () => {
    const [former = ''] = secrets
    const renew = list().getByRole('button', { name: 'Renouveler la clé' })
    await renew.click()
    await expectFocus(list().getByRole('button', { name: 'Annuler' }))
    await admin.keyboard.press('Enter')
    await expectFocus(renew)
    expect(await admin.locator('.shown-once').count()).toBe(0)
    await renew.click()
    await renew.click()
    await admin.locator('.shown-once').waitFor()
    expect(await textOf(admin.locator('.shown-once'))).toMatch(/L’ancienne clé marche encore jusqu’au \d+ \S+, \d+ h/)
    const secret = await textOf(admin.locator('.shown-once code'))
    expect(secret).not.toBe(former)
    const tryOut = async () => {
      receiver.received.length = 0
      await list().getByRole('button', { name: 'Envoyer un essai' }).click()
      await done('L’essai est arrivé')
      return receiver.received.map((one) => [isSigned(one, former), isSigned(one, secret)])
    }
    // The software has the former one still, then either, then the new one alone.
    expect(await tryOut()).toEqual([[true, true]])
    secrets = [former, secret]
    expect(await tryOut()).toEqual([[true, true]])
    await listed('Ancienne clé encore valable jusqu’au')
    secrets = [secret]
    await pass(24 * 60 + 1)
    await admin.reload()
    await signIn()
    expect(await tryOut()).toEqual([[false, true]])
    await eventually(async () => (await textOf(list())).includes('Ancienne clé'), false)
    secrets = [former]
    await list().getByRole('button', { name: 'Envoyer un essai' }).click()
    await admin.getByRole('alert').filter({ hasText: 'vérifiez qu’il connaît la clé' }).waitFor()
    secrets = [secret]
  })

  it('is changed in a form that has the focus, which its button gets back; not while something else is done', async () => {
    const change = list().getByRole('button', { name: 'Modifier' })
    const name = list().getByLabel('Nom')
    await change.press('Enter')
    await expectFocus(name)
    await list().getByRole('button', { name: 'Annuler' }).press('Enter')
    await expectFocus(change)
    let go = () => {}
    const isLetGo = new Promise<void>((resolve) => {
      go = resolve
    })
    await admin.route('**/trial', async (route) => {
      await isLetGo
      await route.continue()
    })
    await list().getByRole('button', { name: 'Envoyer un essai' }).click()
    // Playwright waits until what it presses can be.
    await list().getByRole('button', { name: 'Modifier', disabled: true }).dispatchEvent('click')
    expect(await name.count()).toBe(0)
    go()
    await done('L’essai est arrivé')
    await admin.unroute('**/trial')
  })

  it('is paused: what happens meanwhile is not sent, and never will be', async () => {
    await list().getByRole('button', { name: 'Mettre en pause' }).click()
    await done('n’est plus prévenu')
    await listed('En pause : il n’est pas prévenu.')
    const staff = await server.signIn('admin@villebourg.example')
    expect((await staff.call('PUT', '/admin/answers', { stopped: true, why: 'essai' })).status).toBe(200)
    await pass(1)
    await list().getByRole('button', { name: 'Reprendre' }).click()
    await done('est de nouveau prévenu')
    await leaveMessage()
    expect(types()).toEqual(['message.left'])
    await staff.call('PUT', '/admin/answers', { stopped: false })
  })

  it('is removed after a question that says what is lost', async () => {
    const remove = list().getByRole('button', { name: 'Retirer' })
    await remove.click()
    const question = admin.getByRole('group', { name: `Retirer « ${NAME} » ?` })
    expect(await textOf(question)).toContain('Cela ne peut pas être annulé.')
    await question.getByRole('button', { name: 'Annuler' }).click()
    await listed('Prévenu.')
    await remove.click()
    await question.getByRole('button', { name: 'Retirer' }).click()
    await done(`« ${NAME} » est retiré.`)
    await expectFocus(list().getByRole('heading', { name: 'Logiciels prévenus' }))
    await listed('Aucun logiciel n’est prévenu.')
    expect(await sent().count()).toBe(0)
    expect(await server.store.listWebhooks('villebourg')).toEqual([])
  })

  it('says when the list cannot be read, and reads it at a press', async () => {
    await admin.route('**/api/v1/admin/webhooks', (route) => route.abort())
    await admin.reload()
    await admin.getByRole('alert').filter({ hasText: 'réessayez' }).waitFor()
    await admin.unroute('**/api/v1/admin/webhooks')
    await admin.getByRole('button', { name: 'Réessayer' }).click()
    await list().waitFor()
  })
})
