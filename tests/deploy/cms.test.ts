import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Engine } from 'php-parser'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { parse } from 'yaml'
import { tryDrupal } from '../../benchmarks/cms/drupal.js'
import { blocksOf, tagsOf, withOwn } from '../../benchmarks/cms/guide.js'
import { phpVersion } from '../../benchmarks/cms/php.js'
import { COMMUNE, declareSites, frameAnswers, opensAndAnswers } from '../../benchmarks/cms/stage.js'
import { launchBrowser } from '../../benchmarks/front/launch-browser.js'
import { startTestServer, type TestServer } from '../platform/http/harness.js'
import { HostSite } from '../ui/host-site.js'
import { CMS_CSS, cmsPage } from './cms-pages.js'

const SYSTEMS = ['Page ordinaire', 'WordPress', 'Drupal', 'SPIP', 'TYPO3', 'Joomla']
const PLUGIN = 'deploy/cms/wordpress/guichet'
const MODULE = 'deploy/cms/drupal/guichet'
const phpFiles = [PLUGIN, MODULE].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(php|module)$/.test(name))
    .map((name) => join(folder, name)),
)
/** Not on every machine: what needs it is told as skipped where it is not, and is done by `npm run bench -- cms`. */
const itWithPhp = phpVersion() === null ? it.skip : it

const read = (path: string) => readFileSync(path, 'utf8')
const isFrame = (block: string) => block.includes('<iframe')
const isLauncher = (block: string) => block.includes('widget.js') || block.includes('<noscript>')
const [tagOfPlain] = tagsOf(blocksOf('Page ordinaire')[0] ?? '')

describe('the guide', () => {
  let browser: Browser
  let host: HostSite
  let town: string
  let chat: TestServer
  let context: BrowserContext

  beforeAll(async () => {
    host = new HostSite((server) => withOwn(blocksOf('Politique de sécurité du site', 'text')[0] ?? '', server, ''))
    town = await host.listen()
    chat = await startTestServer({
      config: { publicDir: 'public' },
      entries: ['livret-famille-duplicata', 'livret-famille-mise-a-jour'],
    })
    await declareSites({ address: chat.url }, [town])
    host.chat = chat.url
    host.put('/cms.css', CMS_CSS)
    const own = (block = '') => withOwn(block, chat.url, COMMUNE)
    for (const system of SYSTEMS) {
      const blocks = blocksOf(system)
      host.put(encodeURI(`/${system}`), cmsPage(system, '', blocks.filter(isLauncher).map(own).join('\n')))
      host.put(encodeURI(`/${system}/cadre`), cmsPage(system, own(blocks.find(isFrame))))
      host.put(
        encodeURI(`/${system}/lien`),
        cmsPage(
          system,
          blocks
            .filter((one) => one.startsWith('<a '))
            .map(own)
            .join(),
        ),
      )
    }
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await chat.stop()
    await host.close()
  })

  async function visit(path: string): Promise<{ page: Page; errors: string[] }> {
    await context?.close()
    context = await browser.newContext({ locale: 'fr-FR' })
    context.setDefaultTimeout(30_000)
    const errors: string[] = []
    const page = await context.newPage()
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await page.goto(town + encodeURI(path))
    return { page, errors }
  }

  it.each(SYSTEMS)('gives %s a launcher that opens and answers, under the policy that it gives', async (system) => {
    const { page, errors } = await visit(`/${system}`)
    expect(await opensAndAnswers(page)).toBe(true)
    expect(await page.locator('guichet-widget').count()).toBe(1)
    expect(await page.locator('guichet-widget').boundingBox()).toMatchObject({ width: 0, height: 0 })
    expect(errors).toEqual([])
  })

  it.each(['WordPress', 'Drupal'])('gives %s a frame that answers', async (system) => {
    const { page, errors } = await visit(`/${system}/cadre`)
    expect(await frameAnswers(page)).toBe(true)
    expect(errors).toEqual([])
  })

  it('gives a link to the chat’s own page', async () => {
    const { page } = await visit('/WordPress/lien')
    await page.getByRole('link', { name: /mairie$/ }).click()
    await page.getByRole('dialog').waitFor()
  })

  itWithPhp('quotes what the module for Drupal hands over (stand-ins of its classes, not Drupal)', async () => {
    const looked: string[] = []
    const check = (what: string, found: unknown, expected: unknown = true) => {
      looked.push(what)
      expect({ what, found }).toEqual({ what, found: expected })
    }
    await tryDrupal({ check, town: { address: chat.url } }, town)
    expect(looked.length).toBeGreaterThan(5)
  })

  itWithPhp('quotes for SPIP what PHP makes of the lines that it gives', () => {
    const lines = `${blocksOf('SPIP', 'php')[0]?.replace('<?php', '')}\necho $GLOBALS['spip_pipeline']['insert_head'], guichet_insert_head('');`
    const { stdout } = spawnSync('php', ['-d', 'error_reporting=-1', '-d', 'display_errors=1', '-r', lines], {
      encoding: 'utf8',
    })
    expect(stdout).toMatch(/^\|guichet_insert_head</)
    expect(tagsOf(stdout)).toEqual([tagOfPlain])
  })

  it('quotes the same tag in every language', () => {
    const attributes = (pattern: RegExp, text = '') =>
      Object.fromEntries([...text.matchAll(pattern)].map(([, name, value]) => [name, value]))
    const [typo3, older] = blocksOf('TYPO3', 'typoscript')
    expect(attributes(/^ {2}guichet(?:\.([\w-]+))? = (.*)$/gm, typo3)).toEqual({
      undefined: tagOfPlain?.attributes.src,
      external: '1',
      defer: '1',
      'data-commune': 'ville',
    })
    const [joomla = ''] = blocksOf('Joomla', 'php')
    expect(joomla).toContain(`'${tagOfPlain?.attributes.src}'`)
    expect(attributes(/'(defer|data-commune)' => '?(\w+)/g, joomla)).toEqual({ defer: 'true', 'data-commune': 'ville' })
    const quoted = [
      older,
      blocksOf('SPIP', 'php')[0],
      ...['Drupal', 'SPIP', 'TYPO3', 'Joomla'].map((system) => blocksOf(system)[0]),
    ]
    for (const text of quoted) expect(tagsOf(text ?? '')[0]).toEqual(tagOfPlain)
    const frames = SYSTEMS.map((system) => tagsOf(blocksOf(system).find(isFrame) ?? ''))
    for (const frame of frames) expect(frame).toEqual(frames[0])
  })
})

describe('the plugin and the module', () => {
  it.each(phpFiles)('are PHP: %s', (file) => {
    const parser = new Engine({ parser: { suppressErrors: false, version: '8.1' } })
    expect(parser.parseCode(read(file), file).errors).toEqual([])
  })

  itWithPhp.each(phpFiles)('are PHP for PHP itself: %s', (file) => {
    expect(spawnSync('php', ['-l', file], { encoding: 'utf8' })).toMatchObject({ status: 0 })
  })

  it('run for WordPress alone, and tell one version', () => {
    const own = phpFiles.filter((file) => file.startsWith(PLUGIN))
    expect(own.filter((file) => !/defined\( '(ABSPATH|WP_UNINSTALL_PLUGIN)' \) \|\| exit;/.test(read(file)))).toEqual(
      [],
    )
    const [, version] = /^ \* Version: (.*)$/m.exec(read(`${PLUGIN}/guichet.php`)) ?? []
    expect(read(`${PLUGIN}/readme.txt`)).toContain(`\nStable tag: ${version}\n`)
  })

  it('say each word of the plugin in both languages, and say no other', () => {
    const table = read(`${PLUGIN}/words.php`)
    const named = [...table.matchAll(/^\t\t'([\w-]+)'\s*=> array\(/gm)].map(([, name]) => name)
    const words = table.matchAll(/'([\w-]+)'\s*=> array\(\s*'([^']+)',\s*'([^']+)',?\s*\)/g)
    const there = [...words].flatMap(([, name, french, english]) => (french === english ? [] : [name]))
    expect(there).toEqual(named)
    const code = ['guichet.php', 'settings.php'].map((name) => read(`${PLUGIN}/${name}`)).join('\n')
    // Names of fields and sides are said in loops, as the faults are by whoever finds them.
    expect(
      there.filter(
        (name) => !new RegExp(`['"](${name}|\\$name${name?.endsWith('-help') ? '-help' : ''})['"]`).test(code),
      ),
    ).toEqual([])
    const said = [...code.matchAll(/guichet_word\( '([\w-]+)'/g)].map(([, name]) => name)
    expect(said.filter((name) => !there.includes(name))).toEqual([])
  })

  it('have a module whose files name each other', () => {
    const yaml = (name: string) => parse(read(join(MODULE, name)))
    const { configure, core_version_requirement } = yaml('guichet.info.yml')
    expect(core_version_requirement).toBe('^10 || ^11')
    const route = yaml('guichet.routing.yml')[configure]
    expect(Object.keys(yaml('guichet.permissions.yml'))).toContain(route.requirements._permission)
    expect(
      existsSync(join(MODULE, `${route.defaults._form.replace('\\Drupal\\guichet', 'src').replaceAll('\\', '/')}.php`)),
    ).toBe(true)
    const schema = yaml('config/schema/guichet.schema.yml')
    expect(Object.keys(schema['guichet.settings'].mapping)).toEqual(
      Object.keys(yaml('config/install/guichet.settings.yml')),
    )
    const styles = Object.values(yaml('guichet.libraries.yml').frame.css).flatMap((group) =>
      Object.keys(group as object),
    )
    expect(styles.filter((path) => !existsSync(join(MODULE, path)))).toEqual([])
  })

  it('have a French translation of each sentence of the module', () => {
    const said = phpFiles
      .filter((file) => file.startsWith(MODULE))
      .flatMap((file) => [...read(file).matchAll(/\bt\('([^']*)'/g)])
    const translated = new Set(
      [...read(`${MODULE}/translations/guichet.fr.po`).matchAll(/^msgid "(.+)"\nmsgstr ".+"$/gm)].map(
        ([, text]) => text,
      ),
    )
    expect(said.length).toBeGreaterThan(15)
    expect(said.map(([, text]) => text).filter((text) => !translated.has(text))).toEqual([])
  })
})
