import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { openAdmin } from '../../benchmarks/front/sign-in.js'
import { OPEN, openTown, type Town } from '../../benchmarks/front/town.js'
import { entryText } from '../features/entries/sample-entry.js'
import { SHARED } from '../features/entries/small-base.js'
import { expectFocus } from './expect-focus.js'

/** An administrator makes three small entries her town's own, by keys, on the real server. The steps share one town. */
describe('the first run', () => {
  let folder: string
  let town: Town
  let page: Page

  const write = async (id: string, title: string, toCheck: string[]) => {
    const text = entryText(title).replace('toCheck: []', `toCheck: ${JSON.stringify(toCheck)}`)
    await writeFile(join(folder, 'knowledge', `${id}.md`), text)
    const intent = { name: id, contexts: [], utterances: { fr: [`question de ${id}`] }, slots: [] }
    await writeFile(join(folder, 'intents', `${id}.json`), JSON.stringify(intent))
  }
  const firstPage = async () => {
    await page.goto(`${town.address}/admin#/home`)
    await page.getByRole('heading', { name: 'Ce qui ferait répondre à plus de questions' }).waitFor()
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-first-run-'))
    for (const path of SHARED) await cp(path, join(folder, path), { recursive: true })
    await write('piscine', 'Nager à la piscine', ['Les tarifs', 'Les heures'])
    await write('patinoire', 'Aller à la patinoire', ['Les tarifs'])
    await write('marche', 'Le marché du samedi', [])
    town = await openTown(OPEN, {
      environment: {
        GUICHET_MODEL_DIR: 'models/none',
        GUICHET_KNOWLEDGE_DIR: join(folder, 'knowledge'),
        GUICHET_INTENTS_DIR: join(folder, 'intents'),
      },
    })
    page = await (await town.visit({ viewport: { width: 320, height: 700 } })).newPage()
    await openAdmin(page, town.address)
  })

  afterAll(async () => {
    await town?.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('is told on the first page, and begins where something is left', async () => {
    await page.getByText('points vérifiés : 0 sur 3').waitFor()
    await page.getByRole('link', { name: 'Continuer la mise en route' }).press('Enter')
    await page.getByRole('heading', { name: 'Étape 1 : Commune' }).waitFor()
    await page.getByText('encore de l’exemple : adresse du site').waitFor()
  })

  it('changes the settings themselves, asks for what is typed to be saved, then goes on', async () => {
    await page.getByLabel('Adresse du site').fill('https://www.ville.fr')
    const next = page.getByRole('button', { name: 'C’est vérifié : étape suivante' })
    await next.press('Enter')
    await page.getByText('Enregistrez d’abord').waitFor()
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).press('Enter')
    await page.getByText('Enregistré : c’est en service.').waitFor()
    await next.press('Enter')
    await expectFocus(page.getByRole('heading', { name: /^Étape 2/ }))
    expect((await town.running.app.store.listSettingsEdits('villebourg'))[0]?.set).toEqual({
      site: 'https://www.ville.fr',
    })
  })

  it('keeps each point that is ticked, here and in the entries that have it too', async () => {
    await page.goto(`${town.address}/admin#/first-run/checks/etat-civil`)
    const pool = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Nager à la piscine' }) })
    await pool.getByRole('checkbox', { name: 'Les tarifs' }).press('Space')
    await pool.getByRole('button', { name: 'Cocher aussi dans 1 autre fiche qui a ce point' }).press('Enter')
    await page.getByText('2 points vérifiés sur 3').waitFor()
    await page.reload()
    await pool.getByText('Vérifié par Administration', { exact: false }).waitFor()
    expect(await pool.getByRole('checkbox', { name: 'Les heures' }).isChecked()).toBe(false)
    expect(await pool.getByRole('checkbox', { name: 'Les tarifs' }).isChecked()).toBe(true)
  })

  it('takes away what the town does not do, and puts it back', async () => {
    const ice = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Aller à la patinoire' }) })
    await ice.getByRole('button', { name: /^Ne concerne pas la commune/ }).press('Enter')
    await page.getByText('1 point vérifié sur 2').waitFor()
    await expectFocus(ice.getByRole('heading'))
    await ice.getByRole('button', { name: /^Remettre en service/ }).press('Enter')
    await page.getByText('2 points vérifiés sur 3').waitFor()
  })

  it('is over when she says so, and told no more', async () => {
    await firstPage()
    await page.getByText('points vérifiés : 2 sur 3').waitFor()
    await page.goto(`${town.address}/admin#/first-run/end`)
    await page.getByRole('button', { name: 'Finir la mise en route' }).press('Enter')
    await page.getByText('La mise en route est finie.').waitFor()
    const answer = page.waitForResponse(/\/admin\/first-run$/)
    await firstPage()
    await answer
    expect(await page.getByText('points vérifiés').count()).toBe(0)
  })
})
