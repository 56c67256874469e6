import { expect, it } from '@jest/globals'
import { fillSignIn } from '../../../benchmarks/front/sign-in.js'
import { eventually } from '../../browser/eventually.js'
import { counterForTests } from '../../ui/console/counter.js'
import { STAFF } from '../../ui/console/fake-staff-server.js'
import { sampleCopy } from '../../ui/console/sample-first-run.js'
import { PROMISES, promiseReport } from '../../ui/console/sample-town.js'

const counter = counterForTests()

/** A page of the settings, opened by an administrator. */
async function open(group: string) {
  const page = await counter.open(`/admin#/settings/${group}`)
  await fillSignIn(page, STAFF.ada.email)
  await page.locator('.who').waitFor()
  return page
}

it('settings are saved once, however often their button is pressed', async () => {
  const page = await open('town')
  await page.getByLabel('Nom de la commune').fill('Neubourg')
  const sent: string[] = []
  await page.route('**/admin/settings', (route) => void sent.push(route.request().method()))
  await page.getByRole('button', { name: 'Enregistrer' }).dblclick()
  await eventually(async () => sent, ['PUT'])
})

it('a promise is made with the keys, beside what was measured, on a narrow screen too', async () => {
  counter.server.publications = [
    {
      promises: PROMISES,
      mayPublish: true,
      running: null,
      last: null,
      report: promiseReport('kept', 0.01),
      checks: null,
      trend: [],
    },
  ]
  const page = await open('promises')
  await page.setViewportSize({ width: 320, height: 640 })
  const slider = page.getByRole('slider', { name: 'Bonne fiche parmi celles proposées, au moins' })
  await slider.press('ArrowLeft')
  await page.getByText('96 sur 100', { exact: true }).waitFor()
  await page.getByText('97,9 sur 100 ont la bonne fiche').waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  const sent: unknown[] = []
  await page.route('**/admin/settings', (route) => void sent.push(route.request().postDataJSON()?.set))
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  await eventually(async () => sent, [{ promises: { offered: 0.96 } }])
})

it('what would be copied of a commune is not shown once another part was chosen', async () => {
  const page = await open('copy')
  let answer = () => {}
  const isAsked = new Promise<void>((asked) => {
    void page.route('**/copy/preview', async (route) => {
      asked()
      await new Promise<void>((resolve) => {
        answer = resolve
      })
      await route.fulfill({ json: sampleCopy() })
    })
  })
  await page.getByRole('checkbox', { name: 'Langues' }).check()
  const look = page.getByRole('button', { name: 'Voir ce qui changerait' })
  await look.click()
  await isAsked
  await page.getByRole('checkbox', { name: 'Équipes' }).check()
  const answered = page.waitForResponse('**/copy/preview')
  answer()
  await answered
  await page.evaluate(() => new Promise(requestAnimationFrame))
  expect(await page.locator('#copy-preview').count()).toBe(0)
})
