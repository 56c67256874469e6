import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../../../../benchmarks/front/launch-browser.js'
import { accessibilityFaults } from '../../../browser/accessibility-faults.js'
import { expectFocus } from '../../../browser/expect-focus.js'
import { FakeServer } from '../../../ui/fake-server.js'

let browser: Browser
let server: FakeServer
let page: Page

beforeAll(async () => {
  browser = await launchBrowser()
})
beforeEach(async () => {
  await page?.context().close()
  await server?.close()
  server = new FakeServer()
  server.canTalk = false
  server.mail = true
  server.slots = [
    {
      day: '2026-11-25',
      half: 'afternoon',
      dayInWords: 'mercredi 25 novembre',
      halfInWords: 'après-midi (13 h 30 – 17 h)',
    },
    { day: '2026-11-26', half: 'morning', dayInWords: 'jeudi 26 novembre', halfInWords: 'matin (8 h 30 – 12 h)' },
  ]
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 320, height: 640 } })
  page = await context.newPage()
  await page.goto(await server.listen())
  await page.getByRole('button', { name: 'Poser une question à la mairie' }).click()
  await page.getByText('Questions fréquentes').waitFor()
})
afterAll(async () => {
  await browser.close()
  await server.close()
})

const button = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true })
const box = (name: RegExp) => page.getByRole('textbox', { name })

describe('asking to be phoned', () => {
  it('is in the menu, as large as a finger', async () => {
    await button('Options').click()
    expect((await button('Être rappelé(e)').boundingBox())?.height).toBeGreaterThanOrEqual(44)
  })

  it('says what is missing, keeps what was typed when the half-day is taken, and may be cancelled', async () => {
    await button('Options').click()
    await button('Être rappelé(e)').click()
    await page.getByRole('radio', { name: 'après-midi (13 h 30 – 17 h)' }).waitFor()
    await button('Demander le rappel').click()
    await page.getByRole('alert').getByText('Réponses à corriger\u00a0: 4.').waitFor()
    expect(await page.getByRole('group', { name: 'jeudi 26 novembre' }).getByRole('radio').count()).toBe(1)
    expect(await accessibilityFaults(page)).toEqual([])
    for (const radio of await page.getByRole('radio').all()) {
      const box = await radio.boundingBox()
      expect(box?.height).toBeLessThan(30)
      const first = await radio.evaluate((one) => {
        const words = document.createRange()
        words.selectNodeContents((one as HTMLInputElement).labels?.[0]?.lastChild as Text)
        const { top, height } = words.getClientRects()[0] as DOMRect
        return top + height / 2
      })
      expect(Math.abs((box?.y ?? 0) + (box?.height ?? 0) / 2 - first)).toBeLessThan(3)
    }

    await page.getByRole('radio', { name: 'après-midi (13 h 30 – 17 h)' }).check()
    await box(/Votre nom/).fill('Ana Bertin')
    await box(/Votre téléphone/).fill('06 12 34 56 78')
    await box(/Sujet de votre appel/).fill('le livret de famille')
    await button('Demander le rappel').click()
    await page.getByText('Ce créneau vient d’être pris.').waitFor()
    expect(await page.getByRole('radio').count()).toBe(1)
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0)
    expect(await box(/Votre nom/).inputValue()).toBe('Ana Bertin')

    await page.getByRole('radio', { name: 'matin (8 h 30 – 12 h)' }).check()
    await button('Demander le rappel').click()
    await page.getByText('La mairie vous appellera jeudi 26 novembre, matin. Référence\u00a0: VR-7K3-46Q.').waitFor()
    await button('Annuler le rappel').click()
    await button('Annuler le rappel').waitFor({ state: 'detached' })
    expect(server.conversation.handoff).toBeNull()
  })

  it('begins another conversation where the former has ended, and shows why it is refused', async () => {
    await box(/Votre question/).fill('bonjour')
    await box(/Votre question/).press('Enter')
    await page.getByRole('log').getByText('Vous avez écrit').waitFor()
    await button('Options').click()
    await button('Terminer la conversation').click()
    await button('Nouvelle conversation').waitFor()
    await button('Options').click()
    await button('Être rappelé(e)').click()
    await page.getByRole('radio', { name: 'matin (8 h 30 – 12 h)' }).check()
    await box(/Votre nom/).fill('Ana Bertin')
    await box(/Votre téléphone/).fill('06 12 34 56 78')
    await box(/Sujet de votre appel/).fill('le livret de famille')
    server.handoffRefusals.push({ status: 503, problem: { detail: 'Le service est momentanément indisponible.' } })
    await button('Demander le rappel').press('Enter')
    const refusal = page.getByRole('alert')
    await refusal.getByText('Le service est momentanément indisponible.').waitFor()
    await expectFocus(refusal)
    await button('Demander le rappel').press('Enter')
    await page.getByText('La mairie vous appellera jeudi 26 novembre, matin.').waitFor()
    expect(server.conversations.size).toBe(2)
  })

  it('is asked in the language that is chosen, whether the form came before or comes after', async () => {
    await button('Options').click()
    await button('Langue / Language').click()
    await button('Русский').click()
    for (const isAgain of [false, true]) {
      if (isAgain) {
        await page.reload()
        await page.getByRole('button', { name: 'Задать вопрос мэрии' }).click()
      }
      await button('Параметры').click()
      await button('Попросить перезвонить').click()
      await page.getByRole('heading', { name: 'Попросить мэрию позвонить мне' }).waitFor()
      await button('Вернуться к разговору').click()
    }
  })

  it('is not offered where nobody phones', async () => {
    server.slots = []
    await page.reload()
    await page.getByRole('button', { name: 'Poser une question à la mairie' }).click()
    await button('Laisser un message').waitFor()
    await button('Options').click()
    await button('Langue / Language').waitFor()
    expect(await button('Être rappelé(e)').count()).toBe(0)
  })
})

describe('keeping the conversation', () => {
  it('shows it as text, downloads it and sends it', async () => {
    await box(/Votre question/).fill('bonjour')
    await box(/Votre question/).press('Enter')
    await page.getByRole('log').getByText('Vous avez écrit').waitFor()
    await button('Options').click()
    await button('Garder une trace de la conversation').click()
    expect(await box(/Texte de la conversation/).inputValue()).toContain('bonjour')
    expect(await accessibilityFaults(page)).toEqual([])
    const download = page.waitForEvent('download')
    await button('Télécharger').click()
    expect((await download).suggestedFilename()).toBe('conversation-mairie.txt')
    await button('Envoyer à cette adresse').click()
    await page.getByText('Écrivez votre adresse.').waitFor()
    await box(/Courriel/).fill('ana@exemple.fr')
    await button('Envoyer à cette adresse').click()
    await page.getByText('La conversation part à l’adresse ana@exemple.fr.').waitFor()
    expect(server.calls.filter((call) => call.endsWith('/transcript')).map((call) => call.split(' ')[0])).toEqual([
      'GET',
      'POST',
    ])
  })
})
