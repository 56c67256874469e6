import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { LOOKS } from '../../benchmarks/front/looks.js'
import { openStage, openStageTown } from '../../benchmarks/front/open-stage.js'
import { SCENES } from '../../benchmarks/front/scenes.js'
import type { Town } from '../../benchmarks/front/town.js'

/** What is read to somebody who does not see the page; changed on purpose, `npm test -- tests/browser/accessibility-tree -u` writes it anew, to be read again. */
const READ_THROUGH = [
  'widget-welcome',
  'widget-answer',
  'widget-guide',
  'widget-clarification',
  'widget-message',
  'widget-arabic',
  'plain-answer',
  'widget-waiting',
  'widget-talk',
]

let town: Town
beforeAll(async () => {
  town = await openStageTown()
})
afterAll(() => town?.close())

it.each(READ_THROUGH)('%s is read as it was read through', async (id) => {
  const scene = SCENES.find((one) => one.id === id)
  const [look] = LOOKS
  if (!scene || !look) throw new Error(`no scene ${id}`)
  const stage = openStage(town, look)
  const page = await scene.show(stage)
  const panel = page.getByRole('dialog')
  const read = await ((await panel.count()) > 0 ? panel : page.locator('body')).ariaSnapshot()
  expect(settled(read)).toMatchSnapshot()
  await stage.close()
})

/** Without what changes from one visit to the next: addresses, references, minutes, and which message the live region said last. */
function settled(read: string): string {
  return read
    .replace(/\/sans-script\/[^\s#/]+\/[^\s#/]+/g, '/sans-script/…')
    .replace(/127\.0\.0\.1:\d+/g, '…')
    .replace(/VR-\w{3}-\w{3}/g, 'VR-…')
    .replace(/(time: |automatique, |Vous, )\d{1,2}(?:\sh(?:\s\d{2})?|:\d{2})/g, '$1…')
    .replace(/(- status:\n\s+- paragraph)(?:: .*)?$/gm, '$1: …')
}
