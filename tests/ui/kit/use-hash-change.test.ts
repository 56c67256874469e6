import { expect, it } from '@jest/globals'
import { fillSignIn } from '../../../benchmarks/front/sign-in.js'
import { counterForTests } from '../console/counter.js'
import { STAFF } from '../console/fake-staff-server.js'

const counter = counterForTests()

it('a link pressed as soon as it is there is followed', async () => {
  const page = await counter.open('/admin')
  await page.addInitScript(() => {
    const press = new MutationObserver(() => {
      const link = document.querySelector<HTMLAnchorElement>('a[href="#/team"]')
      if (!link) return
      press.disconnect()
      link.click()
    })
    press.observe(document, { childList: true, subtree: true })
  })
  await page.reload()
  await fillSignIn(page, STAFF.ada.email)
  await page.getByRole('heading', { level: 1, name: 'Équipe' }).waitFor()
  expect(new URL(page.url()).hash).toBe('#/team')
})
