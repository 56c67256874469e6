import { expect, it } from '@jest/globals'
import { accessibilityFaults } from '../../browser/accessibility-faults.js'
import { expectFocus } from '../../browser/expect-focus.js'
import { counterForTests, fillSignIn } from '../console/counter.js'
import { STAFF } from '../console/fake-staff-server.js'

const counter = counterForTests()

it('shows who is there, and has the team seen as another role without anything being written', async () => {
  const page = await counter.open('/admin#/accounts', { viewport: { width: 320, height: 640 } })
  await fillSignIn(page, STAFF.ada.email, 'demonstration')
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
