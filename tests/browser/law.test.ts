import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { openAdmin } from '../../benchmarks/front/sign-in.js'
import { OPEN, openTown, type Town } from '../../benchmarks/front/town.js'
import { openFeedFiles } from '../../src/features/national-feed/feed-files.js'
import { feedFolder } from '../../src/features/national-feed/feed-index.js'
import { importFeed } from '../../src/features/national-feed/import-feed.js'
import { entryText } from '../features/entries/sample-entry.js'
import { type SmallBase, writeSmallBase } from '../features/entries/small-base.js'
import { paragraph, writeFeed } from '../features/national-feed/sample-fiche.js'
import { accessibilityFaults } from './accessibility-faults.js'

/** A price changes in a national text: the entry that repeats it is named, and its draft is prepared. The steps share one town. */
describe('a change of the law', () => {
  let base: SmallBase
  let folder: string
  let town: Town
  let curator: Page

  const importNow = async (cost: string, day: string) => {
    const body = paragraph(`Pour un adulte, le timbre fiscal coûte ${cost}. Il est valable 10 ans.`)
    const source = await writeFeed(join(folder, 'flux'), [{ id: 'F1427', title: 'Passeport', modified: day, body }])
    const feed = await openFeedFiles(source)
    await importFeed({ folder: feedFolder(join(folder, 'data')), feed, source: 'flux', now: new Date(day) })
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-law-'))
    const questions = ['refaire mon passeport', 'passeport perdu', 'timbre pour le passeport', 'prix du passeport']
    base = await writeSmallBase({ passeport: ['Refaire son passeport', questions] }, (title) =>
      entryText(title).replace('## Coût\n\nGratuit.', '## Coût\n\nChez nous, au guichet : 86 €.'),
    )
    await importNow('86 €', '2026-11-01')
    await importNow('91 €', '2026-11-20')
    town = await openTown(OPEN, {
      environment: {
        GUICHET_MODEL_DIR: 'models/none',
        GUICHET_KNOWLEDGE_DIR: base.knowledgeDir,
        GUICHET_INTENTS_DIR: base.intentsDir,
        GUICHET_DATA_DIR: join(folder, 'data'),
      },
    })
    curator = await (await town.visit()).newPage()
    await openAdmin(curator, town.address)
    await curator.getByRole('link', { name: 'Fiches', exact: true }).waitFor()
  })

  afterAll(async () => {
    await town?.close()
    await base?.remove()
    await rm(folder, { recursive: true, force: true })
  })

  it('is told on the first page by the entries that it concerns', async () => {
    await curator.goto(`${town.address}/admin#/home`)
    await curator.getByText('1 de vos fiches est concernée').waitFor()
    await curator.getByText('Refaire son passeport').waitFor()
    await curator.getByRole('link', { name: 'Voir ce qui a changé' }).click()
    const concerned = curator.getByRole('region', { name: 'Vos fiches concernées par un changement' })
    await concerned.getByText('Supprimé :').waitFor()
    await concerned.getByText('Ajouté :').waitFor()
    expect(await concerned.locator('del').textContent()).toContain('86 €')
    expect(await concerned.locator('ins').textContent()).toContain('91 €')
    await concerned.getByText(/86 €.*devient.*91 €/).waitFor()
    expect(await accessibilityFaults(curator)).toEqual([])
  })

  it('is set aside in one press and taken back in another', async () => {
    await curator.getByRole('button', { name: 'Sans effet sur notre fiche' }).click()
    await curator.getByText('Aucune de vos fiches n’est concernée').waitFor()
    await curator.getByRole('button', { name: 'Annuler' }).click()
    await curator.getByText('« Refaire son passeport » est de nouveau à regarder.').waitFor()
  })

  it('becomes a draft that says what was replaced, for somebody to publish', async () => {
    await curator.getByRole('button', { name: 'Préparer le brouillon' }).click()
    const changes = curator.getByRole('region', { name: 'Ce que ce brouillon change' })
    await changes.getByText('Rien n’est publié.').waitFor()
    expect(await changes.locator('del').allTextContents()).toContainEqual(expect.stringContaining('86'))
    expect(await changes.locator('ins').allTextContents()).toContainEqual(expect.stringContaining('91'))
    await curator.getByRole('button', { name: 'Vérifier et publier…' }).waitFor()
    expect(await accessibilityFaults(curator)).toEqual([])
    const citizen = await (await town.visit()).newPage()
    await citizen.goto(`${town.address}/fiche/passeport`)
    await citizen.getByText('Chez nous, au guichet : 86').waitFor()
    expect(town.errors).toEqual([])
  })
})
