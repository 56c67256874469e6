import { describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { fillSignIn } from '../../../benchmarks/front/sign-in.js'
import { accessibilityFaults } from '../../browser/accessibility-faults.js'
import { counterForTests } from '../console/counter.js'
import { STAFF } from '../console/fake-staff-server.js'

const counter = counterForTests()

async function openStatistics(options = {}): Promise<Page> {
  const page = await counter.open('/admin#/statistics', options)
  await fillSignIn(page, STAFF.ada.email)
  await page.getByRole('heading', { name: 'En bref' }).waitFor()
  return page
}

/** How many pages a page is printed on. */
async function printedPages(page: Page): Promise<number> {
  const pdf = await page.pdf({ preferCSSPageSize: true })
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0
}

describe('the statistics', () => {
  it('say in sentences what was asked, beside as many weeks before, then draw it, with no fault', async () => {
    const page = await openStatistics()
    const said = page.locator('.said')
    expect(await said.textContent()).toMatch(/920\squestions en quatre semaines, autant que les quatre semaines/)
    expect(await said.textContent()).toMatch(/Services auxquels des demandes ont été passées\s: État civil \(116\)/)
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByLabel('Période', { exact: true }).selectOption('7')
    await page.getByText('en une semaine').waitFor()
  })

  it('are printed for the council by one key, on one A4 page whatever the period', async () => {
    const page = await openStatistics({ colorScheme: 'dark' })
    await page.evaluate(() => {
      window.print = () => {
        document.body.dataset.printed = 'yes'
      }
    })
    await page.getByRole('button', { name: 'Imprimer pour le conseil' }).focus()
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.body.dataset.printed)).toBe('yes')
    for (const days of ['1', '7', '28', '91']) {
      await page.getByLabel('Période', { exact: true }).selectOption(days)
      await page
        .getByText({ 1: 'en un jour', 7: 'en une semaine', 28: 'en quatre', 91: 'en treize' }[days] ?? '')
        .waitFor()
      expect([days, await printedPages(page)]).toEqual([days, 1])
    }
    // As long as titles of entries may be, in tables of more rows than fit.
    await page.evaluate(() => {
      for (const item of document.querySelectorAll('.said li:nth-child(3), .said li:nth-child(4)'))
        item.textContent = 'Inscrire un enfant à l’école maternelle et à la cantine (12), '.repeat(5)
      for (const body of document.querySelectorAll('.first-four tbody')) {
        const [row] = body.children
        for (let more = 0; row && more < 12; more += 1) body.append(row.cloneNode(true))
        for (const { firstElementChild: name } of body.children)
          if (name?.firstChild) name.firstChild.nodeValue = 'Inscrire un enfant '.repeat(5).slice(0, 90)
      }
    })
    expect(await printedPages(page)).toBe(1)
    await page.emulateMedia({ media: 'print' })
    const isShown = (words: string | RegExp) => page.getByText(words).first().isVisible()
    expect(await isShown('Villebourg : les questions posées')).toBe(true)
    expect(await isShown('Promesse : sur 100 réponses données')).toBe(true)
    expect(await isShown(/^Source\s: compteurs/)).toBe(true)
    expect(await page.locator('.statistics .plot').filter({ visible: true }).count()).toBe(4)
    expect(await isShown('Fiches à relire d’abord')).toBe(false)
    expect(await page.getByRole('button', { name: 'Imprimer pour le conseil' }).isVisible()).toBe(false)
  })
})
