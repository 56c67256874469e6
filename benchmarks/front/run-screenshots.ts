import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { addArabicFont } from './arabic-font.js'
import { LOOKS, PRINTED } from './looks.js'
import { openStage, openStageTown } from './open-stage.js'
import { SCENES } from './scenes.js'

/** The pictures of the documentation: scene, and the looks in which it is shown. */
const PICTURES: [scene: string, looks: string[]][] = [
  ['widget-welcome', ['light', 'phone']],
  ['widget-answer', ['light', 'dark', 'forced', 'phone']],
  ['widget-simple', ['phone']],
  ['widget-papers', ['phone']],
  ['widget-large', ['phone']],
  ['sheet', ['printed']],
  ['chat-page', ['phone']],
  ['widget-guide', ['phone']],
  ['widget-arabic', ['phone']],
  ['widget-waiting', ['phone']],
  ['widget-rating', ['phone']],
  ['plain-answer', ['phone']],
  ['declaration', ['light']],
  ['admin-service', ['light']],
  ['admin-home', ['light']],
  ['admin-new-entry', ['light']],
  ['admin-statistics', ['light']],
  ['admin-team', ['light']],
  ['console-talk', ['light', 'dark', 'phone']],
  ['console-queue', ['phone']],
  ['console-search', ['phone']],
  ['console-transfer', ['phone']],
  ['console-desk', ['light']],
  ['console-check', ['light']],
  ['practice-talk', ['light']],
  ['practice-feedback', ['light']],
  ['console-supervision', ['light']],
]

/** `npm run bench -- screenshots [--only scene,scene] [--out docs/images]`: photographs the pages of the documentation, on the real server. @returns the exit status */
export async function runScreenshots(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: { only: { type: 'string' }, out: { type: 'string', default: 'docs/images' } },
  })
  const only = values.only?.split(',')
  await mkdir(values.out, { recursive: true })
  await addArabicFont('data/bench/fonts')
  const town = await openStageTown()
  try {
    for (const [id, looks] of PICTURES) {
      const scene = SCENES.find((one) => one.id === id)
      if (!scene || (only && !only.includes(id))) continue
      for (const look of [...LOOKS, PRINTED].filter((one) => looks.includes(one.id))) {
        const stage = openStage(town, look)
        const page = await scene.show(stage)
        if (look.media) await page.emulateMedia({ media: look.media })
        const path = join(values.out, `${id}-${look.id}.png`)
        await page.screenshot({ path })
        process.stdout.write(`${path}\n`)
        await stage.close()
      }
    }
    return 0
  } finally {
    await town.close()
  }
}
