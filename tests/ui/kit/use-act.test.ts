import { expect, it } from '@jest/globals'
import type { Route } from 'playwright-core'
import { fillSignIn } from '../../../benchmarks/front/sign-in.js'
import { eventually } from '../../browser/eventually.js'
import { counterForTests } from '../console/counter.js'
import { STAFF } from '../console/fake-staff-server.js'

const counter = counterForTests()

const REFUSAL = 'Cette question a été déplacée par quelqu’un d’autre.'

it('acts go on one at a time, and why one could not be done is told until the next begins', async () => {
  const page = await counter.open('/admin#/conflicts')
  await fillSignIn(page, STAFF.ada.email)
  const sent: Route[] = []
  await page.route('**/admin/conflicts/acts', (route) => void sent.push(route))
  const button = page.getByRole('button', { name: 'Déplacer vers l’autre fiche' }).first()
  const isBusy = () => button.getAttribute('aria-disabled')
  const told = () => page.locator('main [role=alert]').allTextContents()
  /** Both presses come before anything is drawn anew. */
  await button.evaluate((element: HTMLButtonElement) => {
    element.click()
    element.click()
  })
  await eventually(isBusy, 'true')
  await eventually(() => sent.length, 1)
  await sent[0]?.fulfill({ status: 409, json: { detail: REFUSAL } })
  await page.getByText(REFUSAL).waitFor()
  await eventually(isBusy, 'false')
  await button.click()
  await eventually(() => sent.length, 2)
  expect((await told()).join('')).toBe('')
  await sent[1]?.abort()
  await page.getByText('Rien n’a été enregistré. Vérifiez la connexion, puis réessayez.').waitFor()
  await eventually(isBusy, 'false')
  expect(sent.length).toBe(2)
})
