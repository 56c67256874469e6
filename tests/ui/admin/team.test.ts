import { expect, it } from '@jest/globals'
import { fillSignIn } from '../../../benchmarks/front/sign-in.js'
import { accessibilityFaults } from '../../browser/accessibility-faults.js'
import { expectFocus } from '../../browser/expect-focus.js'
import { counterForTests } from '../console/counter.js'
import { STAFF } from '../console/fake-staff-server.js'

const counter = counterForTests()

it('shows who is there, and has the team seen as another role without anything being written', async () => {
  const page = await counter.open('/admin#/accounts', { viewport: { width: 320, height: 640 } })
  await fillSignIn(page, STAFF.ada.email)
  // The former address leads to it.
  await page.getByRole('heading', { level: 1, name: 'Équipe' }).waitFor()
  const agent = page.getByRole('listitem').filter({ hasText: 'karim@villebourg.example' })
  await agent.getByText(/^absent/).waitFor()
  await agent.getByText('3 conversations à la fois').waitFor()
  await page.getByRole('listitem').filter({ hasText: 'Léa' }).getByText('Zedville').waitFor()
  await page.getByText('Voir le tableau des rôles').click()
  const row = page.getByRole('row', { name: /écrire des fiches/ })
  expect((await row.getByRole('cell').allTextContents()).join(' ')).toBe('non oui non oui oui')
  expect(await accessibilityFaults(page)).toEqual([])

  await page.getByRole('button', { name: /Voir comme.*Encadrement/ }).press('Enter')
  const heading = page.getByRole('heading', { level: 1, name: 'Statistiques' })
  await heading.waitFor()
  await expectFocus(heading)
  await page.getByText('Vous voyez comme l’encadrement.').waitFor()
  await page.getByRole('button', { name: 'Menu' }).press('Enter')
  expect(await page.locator('#pages > ul').first().getByRole('link').allTextContents()).toEqual(['Questions'])
  expect(await accessibilityFaults(page)).toEqual([])
  await page.goto(`${counter.address}/admin#/alert`)
  await page.getByText('Cette page n’existe pas').waitFor()
  await page.getByRole('button', { name: 'Revenir' }).press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Équipe' }).waitFor()
  expect(await page.getByText('Vous voyez comme').count()).toBe(0)

  await page.getByRole('button', { name: /Voir comme.*Agent/ }).press('Enter')
  await page.getByText('Vous voyez comme un agent.').waitFor()
  expect(await page.locator('#pages > ul').first().getByRole('link').count()).toBe(0)
})

it('shows when agents are there, opened for whoever comes for it, and leads there from the settings', async () => {
  const page = await counter.open('/admin#/settings/services', { viewport: { width: 320, height: 640 } })
  await fillSignIn(page, STAFF.ada.email)
  await page.getByText('Accueil de la mairie', { exact: true }).first().click()
  await page.getByRole('link', { name: 'Changer les heures de présence' }).click()
  await expectFocus(page.getByRole('heading', { name: 'Heures de présence' }))
  await page.getByText(/^Lundi\s: 8\sh\s30 à 12\sh/).waitFor()
  await page.getByRole('group', { name: 'Lundi' }).first().waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
})

it('says at home what is published later and what was not, each with its next act', async () => {
  const page = await counter.open('/admin#/home', { viewport: { width: 320, height: 640 } })
  await fillSignIn(page, STAFF.ada.email)
  const list = page.getByRole('region', { name: 'Publications programmées' })
  await list.getByText(/^Sera publiée le 3 janvier.* à 8\sh, heure de la commune/).waitFor()
  await list.getByText(/^N’a pas été publiée le 3 janvier/).waitFor()
  const again = list.getByRole('link', { name: 'Refaire le rapport' })
  expect(await again.getAttribute('href')).toBe('#/entries/marche/publish')
  await list.getByRole('button', { name: 'Changer l’heure Nager à la piscine' }).press('Enter')
  await expectFocus(list.getByLabel('Jour et heure'))
  expect(await list.getByLabel('Jour et heure').inputValue()).toBe('2027-01-03T08:00')
  expect(await accessibilityFaults(page)).toEqual([])
  await list.getByRole('button', { name: 'Garder l’heure' }).press('Enter')
  await list.getByRole('button', { name: 'Ne plus publier Nager à la piscine' }).press('Enter')
  await list.getByText(/^Rien ne sera publié/).waitFor()
})
