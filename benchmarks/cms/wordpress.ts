import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { blocksOf, SERVER, tagsOf } from './guide.js'
import { copyOf, freeAddress, runPhp, servePhp, startMariaDb } from './php.js'
import { COMMUNE, declareSites, frameAnswers, newPage, opensAndAnswers, type Stage } from './stage.js'

const PASSWORD = 'trois girafes en hiver'
/** What somebody types who wants her own script in every page, by closing the tag and by closing the attribute. */
const HOSTILE = [
  `"><script>document.title='volé'</script><img src=x onerror="document.title='volé'">`,
  `x" onmouseover="document.title='volé'" y="`,
]

/** A WordPress on this machine, and what PHP does in it. */
interface Site {
  address: string
  folder: string
  act<Said>(act: string, given?: object): Promise<Said>
}

/** Tries the plugin in the WordPress of a folder: an empty one, installed by its own functions. */
export async function tryWordPress(stage: Stage, from: string): Promise<void> {
  const folder = join(stage.folder, 'wordpress')
  copyOf(from, folder)
  cpSync('deploy/cms/wordpress/guichet', join(folder, 'wp-content/plugins/guichet'), { recursive: true })
  const database = await startMariaDb(stage.folder, 'wordpress')
  const host = await freeAddress()
  const address = `http://${host}`
  writeFileSync(
    join(folder, 'wp-config.php'),
    configuration(database.socket, address, join(stage.folder, 'wordpress.log')),
  )
  const act: Site['act'] = (name, given = {}) => runPhp('wordpress.php', { act: name, folder, address, ...given })
  const server = await servePhp(folder, host, { GUICHET_BENCH_ENVIRONMENT: 'local', PHP_CLI_SERVER_WORKERS: '' })
  try {
    const { version, theme } = await act<{ version: string; theme: string }>('install', { password: PASSWORD })
    process.stdout.write(`\nWordPress ${version}, ${theme}\n`)
    await tryPlugin(stage, { address, folder, act })
  } finally {
    await server.end()
    await database.end()
  }
}

/** WordPress calls nobody but the assistant's server, and says what is wrong in a file. */
function configuration(socket: string, address: string, log: string): string {
  const settings = {
    ...{
      DB_NAME: 'wordpress',
      DB_USER: 'root',
      DB_PASSWORD: '',
      DB_HOST: `localhost:${socket}`,
      DB_CHARSET: 'utf8mb4',
    },
    ...{
      WP_HOME: address,
      WP_SITEURL: address,
      AUTH_KEY: 'a',
      SECURE_AUTH_KEY: 'b',
      LOGGED_IN_KEY: 'c',
      NONCE_KEY: 'd',
    },
    ...{
      WP_HTTP_BLOCK_EXTERNAL: true,
      WP_ACCESSIBLE_HOSTS: '127.0.0.1',
      DISABLE_WP_CRON: true,
      AUTOMATIC_UPDATER_DISABLED: true,
    },
    ...{ WP_DEBUG: true, WP_DEBUG_DISPLAY: false, WP_DEBUG_LOG: log },
  }
  const lines = Object.entries(settings).map(([name, value]) => `define('${name}', ${JSON.stringify(value)});`)
  const environment = `define('WP_ENVIRONMENT_TYPE', getenv('GUICHET_BENCH_ENVIRONMENT') ?: 'production');`
  return `<?php\n${lines.join('\n')}\n${environment}\n$table_prefix = 'wp_';\ndefine('ABSPATH', __DIR__ . '/');\nrequire ABSPATH . 'wp-settings.php';\n`
}

async function tryPlugin(stage: Stage, site: Site): Promise<void> {
  const { check } = stage
  const page = await newPage(stage)
  const admin = await newPage(stage)
  await site.act('activate')
  await page.goto(site.address)
  check(
    'WordPress: a page asks nothing of anybody before the plugin is set',
    (await page.content()).includes('guichet'),
    false,
  )
  await signIn(admin, site.address, 'maire')
  await trySettings(stage, site, admin)
  await tryPages(stage, site, page)
  await tryLabels(stage, site, { page, admin })
  await tryOthers(stage, site, admin)
  const log = join(stage.folder, 'wordpress.log')
  const told = existsSync(log)
    ? readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line.includes('plugins/guichet'))
    : []
  check('WordPress: nothing of the plugin is deprecated or wrong in its debugging log', told, [])
  const { left } = await site.act<{ left: string[] }>('uninstall')
  check('WordPress: no option is left when the plugin is deleted', left, [])
  await page.goto(site.address)
  check('WordPress: nor anything in the pages', (await page.content()).includes('widget.js'), false)
}

async function signIn(page: Page, address: string, name: string): Promise<void> {
  await page.goto(`${address}/wp-login.php`)
  await page.locator('#user_login').fill(name)
  await page.locator('#user_pass').fill(PASSWORD)
  await page.locator('#wp-submit').click()
  await page.waitForURL(/wp-admin/, { waitUntil: 'domcontentloaded' })
}

const settingsPage = (address: string) => `${address}/wp-admin/options-general.php?page=guichet`

/** Saves the form. @returns what the page says then */
async function save(page: Page, address: string, values: Record<string, string>): Promise<string> {
  await page.goto(settingsPage(address))
  for (const [name, value] of Object.entries(values)) await page.locator(`#guichet-${name}`).fill(value)
  // The browser's own check of addresses is not what is tried.
  await page.locator('form[action="options.php"]').evaluate((form: HTMLFormElement) => (form.noValidate = true))
  await page.locator('#submit').click()
  await page.waitForURL(/settings-updated/, { waitUntil: 'domcontentloaded' })
  return (await page.locator('.notice, .error, .updated').allInnerTexts()).join(' ')
}

async function trySettings({ check, town }: Stage, { address, act }: Site, page: Page): Promise<void> {
  const right = { server: town.address, commune: COMMUNE }
  const optionOf = async () => (await act<{ option: Record<string, string> | null }>('option')).option
  for (const server of ['javascript:alert(1)', 'ftp://chat.ville.fr', 'https://chat.ville.fr/page', 'https://a@b.fr']) {
    const said = await save(page, address, { ...right, server })
    check(
      `WordPress: ${server} is refused in words`,
      [/doit commencer par https/.test(said), (await optionOf())?.server ?? ''],
      [true, ''],
    )
  }
  const { fault } = await act<{ fault: string }>('find-fault', {
    settings: { server: 'http://127.0.0.1:3000', commune: 'x', offset: '' },
  })
  check('WordPress: http is refused outside a local trial', fault, 'bad-server')
  check(
    'WordPress: a commune that the server does not know is refused',
    /ne connaît pas/.test(await save(page, address, { ...right, commune: 'ailleurs' })),
  )
  check(
    'WordPress: a distance that is none is refused',
    /un nombre, ou deux/.test(await save(page, address, { ...right, offset: '500' })),
  )
  check(
    'WordPress: an administrator is told that her site is not declared',
    (await save(page, address, { ...right, offset: '' })).includes(address),
  )
  await declareSites(town, [address])
  check(
    'WordPress: and of nothing once it is',
    /« origins »|erreur|joindre/.test(await save(page, address, right)),
    false,
  )
  check('WordPress: what is saved', await optionOf(), { ...right, label: '', position: 'right', offset: '' })
}

async function tryPages({ check, town }: Stage, { address, act }: Site, page: Page): Promise<void> {
  const [launcher = '', frame = '', link = ''] = blocksOf('WordPress')
  const asked = new Set<string>()
  page.on('request', (request) => asked.add(new URL(request.url()).origin))
  await page.goto(address)
  const shown = (html: string) => tagsOf(html, town.address, COMMUNE)
  const source = await (await fetch(address)).text()
  check('WordPress: the page has what the guide quotes', shown(source), tagsOf(launcher))
  check('WordPress: the launcher opens on the page and a question is answered', await opensAndAnswers(page))
  check(
    'WordPress: the page asks its own site and the server, and nobody else',
    [...asked].sort(),
    [address, town.address].sort(),
  )
  const text = '[guichet][guichet-lien]Écrire à la mairie[/guichet-lien]'
  const { id } = await act<{ id: number }>('page', { text })
  const own = `${address}/?page_id=${id}`
  check(
    'WordPress: a page with both shortcodes has what the guide quotes, and no launcher',
    shown(await (await fetch(own)).text()),
    [...tagsOf(frame), ...tagsOf(link)],
  )
  await page.goto(own)
  check('WordPress: a question is answered in the frame', await frameAnswers(page))
  for (const path of ['/wp-login.php', '/?feed=rss2', '/wp-json/']) {
    check(
      `WordPress: ${path} has no launcher`,
      (await (await fetch(address + path)).text()).includes('widget.js'),
      false,
    )
  }
}

async function tryLabels(stage: Stage, { address }: Site, { page, admin }: { page: Page; admin: Page }): Promise<void> {
  const { check, town } = stage
  for (const label of HOSTILE) {
    await save(admin, address, { server: town.address, commune: COMMUNE, label })
    await page.goto(address)
    await page.locator('guichet-widget').waitFor({ state: 'attached' })
    const source = await (await fetch(address)).text()
    const found =
      [await page.title(), await admin.title()].join().includes('volé') ||
      /onmouseover|onerror/.test(source.replace(/data-label="[^"]*"/, ''))
    check(`WordPress: ${label.slice(0, 12)}… in the launcher's words is text`, found, false)
  }
  await save(admin, address, { label: 'Une question ?' })
  // Who has begun a conversation has its panel opened: another visitor.
  const visitor = await newPage(stage)
  await visitor.goto(address)
  await visitor.getByRole('button', { name: 'Une question ?' }).waitFor()
  check('WordPress: the launcher has the words that are set', true)
  check('WordPress: the settings page has no launcher', (await admin.content()).includes('widget.js'), false)
  await save(admin, address, { label: '' })
}

/** Who may not administer, and who sends the form from elsewhere. */
async function tryOthers(stage: Stage, { address, act }: Site, admin: Page): Promise<void> {
  const { check, town } = stage
  const forged = await admin.request.post(`${address}/wp-admin/options.php`, {
    form: { option_page: 'guichet', action: 'update', 'guichet[server]': SERVER, 'guichet[commune]': 'ville' },
  })
  const { option } = await act<{ option: Record<string, string> }>('option')
  check('WordPress: a form without its nonce changes nothing', [forged.ok(), option.server], [false, town.address])
  const reader = await newPage(stage)
  await signIn(reader, address, 'lecteur')
  check(
    'WordPress: who may not administer does not open the settings',
    (await reader.goto(settingsPage(address)))?.status(),
    403,
  )
}
