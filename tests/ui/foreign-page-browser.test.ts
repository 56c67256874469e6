import { expect, it } from '@jest/globals'
import { launchBrowser } from '../../benchmarks/front/launch-browser.js'
import { readConfig } from '../../src/config.js'
import { startTestServer } from '../platform/http/harness.js'
import { HostSite } from './host-site.js'

it('a page elsewhere, open in her browser, begins nothing and spends nothing of hers', async () => {
  const [foreign, browser] = [new HostSite(), await launchBrowser()]
  const site = await foreign.listen()
  const chat = await startTestServer({ config: { rateLimits: { ...readConfig({}).rateLimits, startsPer10min: 3 } } })
  foreign.chat = chat.url
  foreign.put(
    '/elsewhere',
    `<!doctype html><title>x</title><form method="post" action="${chat.url}/sans-script"><input name="text" value="acte de naissance"><button>x</button></form>`,
  )
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${site}/elsewhere`)
  const readable = await page.evaluate(async (api) => {
    // Its answer is kept from the page; that it was sent is enough for what it would cost.
    const send = (body?: BodyInit) =>
      fetch(`${api}/conversations`, { method: 'POST', mode: 'no-cors', body: body ?? null }).then(
        ({ type }) => type,
        () => 'kept from the page',
      )
    const read = []
    for (let n = 0; n < 5; n += 1)
      for (const body of [undefined, '{}', new Blob(['{}']), new URLSearchParams({ a: 'b' })])
        read.push(await send(body))
    return [...new Set(read)]
  }, `${chat.url}/api/v1`)
  expect(readable).toEqual(['kept from the page'])
  expect((await chat.fetch('/metrics')).text).toContain('guichet_refusals_total{code="origin_refused"} 20')
  await page.click('button')
  await page.waitForURL(/sans-script/)
  expect(await page.textContent('body')).toContain('n’est pas du site de la commune')
  expect(await chat.store.listConversationsUpdatedBefore('2099-01-01')).toEqual([])
  // Her own page, in the same browser.
  await page.goto(`${chat.url}/sans-script?langue=fr`)
  await page.fill('textarea', 'acte de naissance')
  await page.click('form:has(textarea) button')
  await page.waitForURL(/sans-script\/.+/)
  expect(await chat.store.listConversationsUpdatedBefore('2099-01-01')).toHaveLength(1)
  await Promise.all([browser.close(), chat.stop(), foreign.close()])
})
