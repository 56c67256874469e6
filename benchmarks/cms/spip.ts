import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { blocksOf, tagsOf, withOwn } from './guide.js'
import { copyOf, freeAddress, runPhp, servePhp } from './php.js'
import { COMMUNE, declareSites, frameAnswers, newPage, opensAndAnswers, type Stage } from './stage.js'

const PASSWORD = 'trois girafes en hiver'

/** Tries what the guide says in the SPIP of a folder: an empty one, installed by its own screens over SQLite. */
export async function trySpip(stage: Stage, from: string): Promise<void> {
  const folder = join(stage.folder, 'spip')
  copyOf(from, folder)
  // What a distribution adds for several sites is not what a town has.
  rmSync(join(folder, 'config/mes_options.php'), { force: true })
  for (const name of ['config', 'IMG', 'local', 'tmp', 'plugins', 'squelettes/modeles'])
    mkdirSync(join(folder, name), { recursive: true })
  const host = await freeAddress()
  const server = await servePhp(folder, host, {})
  try {
    const page = await newPage(stage)
    await install(page, server.address)
    const text = 'Bonjour. <guichet|>'
    const { version, article } = await runPhp<{ version: string; article: number }>('spip.php', {
      folder,
      address: server.address,
      text,
    })
    process.stdout.write(`\nSPIP ${version}\n`)
    await declareSites(stage.town, [server.address])
    await tryGuide(stage, { page, folder, address: server.address, article })
  } finally {
    await server.end()
  }
}

/** By the screens that its installation shows. */
async function install(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/ecrire/?exec=install`)
  const next = page.getByRole('button', { name: /Suivant/ })
  await next.click()
  await page.locator('input[name=server_db][value=sqlite3]').check()
  await next.click()
  await page.locator('input[name=table_new]').waitFor()
  await next.click()
  const typed = { nom: 'Maire', email: 'maire@bourg.example', login: 'maire', pass: PASSWORD, pass_verif: PASSWORD }
  for (const [name, value] of Object.entries(typed)) await page.locator(`input[name=${name}]`).fill(value)
  await next.click()
  await page.getByRole('button', { name: /espace privé/ }).click()
  await page.waitForLoadState()
}

async function emptyCache(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/ecrire/?exec=admin_vider`)
  if (await page.locator('#var_login').isVisible()) {
    await page.locator('#var_login').fill('maire')
    await page.locator('#password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Se connecter' }).click()
    await page.waitForURL(/exec=admin_vider/)
  }
  await page.getByRole('button', { name: 'Vider le cache' }).first().click()
  await page.waitForLoadState()
}

interface Site {
  page: Page
  folder: string
  address: string
  article: number
}

async function tryGuide(stage: Stage, { page, folder, address, article }: Site): Promise<void> {
  const { check, town } = stage
  const [options = ''] = blocksOf('SPIP', 'php')
  const [launcher = '', frame = ''] = blocksOf('SPIP')
  const read = async (path: string) => (await fetch(address + path)).text()
  const shown = (html: string) => tagsOf(html, town.address, COMMUNE)
  check('SPIP: a page has nothing of the assistant before', shown(await read('/')), [])
  writeFileSync(join(folder, 'config/mes_options.php'), withOwn(options, town.address, COMMUNE))
  writeFileSync(join(folder, 'squelettes/modeles/guichet.html'), withOwn(frame, town.address, COMMUNE))
  await emptyCache(page, address)
  check('SPIP: every page has what the guide quotes', shown(await read('/')), tagsOf(launcher))
  const source = await read(`/spip.php?article${article}`)
  check('SPIP: an article with <guichet|> has the launcher and the frame of the guide', shown(source), [
    ...tagsOf(launcher),
    ...tagsOf(frame),
  ])
  const visitor = await newPage(stage)
  await visitor.goto(address)
  check('SPIP: the launcher opens and a question is answered', await opensAndAnswers(visitor))
  const reader = await newPage(stage)
  await reader.goto(`${address}/spip.php?article${article}`)
  check('SPIP: a question is answered in the frame', await frameAnswers(reader))
  await page.goto(`${address}/ecrire/`)
  check('SPIP: the private part has no launcher', (await page.content()).includes('widget.js'), false)
}
