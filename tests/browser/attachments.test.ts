import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { openAdmin } from '../../benchmarks/front/sign-in.js'
import { OPEN, openTown, openWidget, type Town } from '../../benchmarks/front/town.js'
import { exif, PLACE, pdf } from '../features/attachments/sample-files.js'
import { QUIET_ENTRIES, type SmallBase, writeSmallBase } from '../features/entries/small-base.js'
import { accessibilityFaults } from './accessibility-faults.js'
import { expectFocus } from './expect-focus.js'

const SHOWN = 'Secteur nord : rue du Pont, rue Haute. Secteur sud : quai de Loire.'

/** A plan and a form, from the disk of a curator to what a citizen sees. The steps share one town. */
describe('documents and images of an entry', () => {
  let base: SmallBase
  let town: Town
  let curator: Page

  beforeAll(async () => {
    base = await writeSmallBase(QUIET_ENTRIES)
    town = await openTown(OPEN, {
      environment: {
        GUICHET_MODEL_DIR: 'models/none',
        GUICHET_KNOWLEDGE_DIR: base.knowledgeDir,
        GUICHET_INTENTS_DIR: base.intentsDir,
      },
    })
    curator = await (await town.visit()).newPage()
    await openAdmin(curator, town.address)
    await curator.getByRole('link', { name: 'Fiches', exact: true }).waitFor()
    await curator.goto(`${town.address}/admin#/entries/piscine`)
  })

  afterAll(async () => {
    await town?.close()
    await base?.remove()
  })

  /** A drawing as a browser writes it, twice as wide as it is high. */
  const drawn = async (type: 'image/jpeg' | 'image/webp') => {
    const text = await curator.evaluate((kind) => {
      const canvas = document.createElement('canvas')
      canvas.width = 640
      canvas.height = 320
      const pen = canvas.getContext('2d')
      if (!pen) return ''
      for (const [at, colour] of ['#2a6', '#e93', '#47c'].entries()) {
        pen.fillStyle = colour
        pen.fillRect(at * 220, 0, 200, 320)
      }
      return canvas.toDataURL(kind).split(',')[1] ?? ''
    }, type)
    return Buffer.from(text, 'base64')
  }

  const choose = async (name: string, buffer: Buffer) => {
    const field = curator.getByLabel('Choisir un document ou une image')
    const [chooser] = await Promise.all([curator.waitForEvent('filechooser'), field.press('Enter')])
    // Whatever the browser calls it: its content counts.
    await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer })
  }

  it('are added by the keyboard, and wanted in words before they are published', async () => {
    const add = curator.getByRole('group', { name: 'Ajouter' }).getByRole('button', { name: 'Document ou image' })
    await add.focus()
    await curator.keyboard.press('Enter')
    await expectFocus(curator.getByLabel('Choisir un document ou une image'))
    await choose('plan.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))
    await curator.getByText('Ce fichier n’est ni un PDF').waitFor()
    const photo = await drawn('image/jpeg')
    await choose('IMG_2034.JPG', Buffer.concat([photo.subarray(0, 2), exif(6), photo.subarray(2)]))
    const shown = curator.getByLabel(/^Image 1 .* ce qu’elle montre$/)
    await expectFocus(shown)
    expect(await accessibilityFaults(curator)).toEqual([])
    await curator.getByRole('button', { name: 'Vérifier et publier…' }).click()
    await curator.getByText('Dites ce que montre cette image').first().waitFor()
    // Led there, before anything else is pressed.
    await expectFocus(shown)
    await shown.fill(SHOWN)
    await choose('formulaire.pdf', pdf())
    const title = curator.getByLabel(/^Document 2 .* titre$/)
    await expectFocus(title)
    await title.fill('Formulaire d’inscription')
    await choose('plan.webp', await drawn('image/webp'))
    const second = curator.getByLabel(/^Image 3 /)
    await expectFocus(second)
    await second.fill('Le bassin d’été, à droite de l’entrée')
    const card = curator.locator('.citizen-card')
    await card.getByAltText(SHOWN).waitFor()
    await card.getByText('Formulaire d’inscription').waitFor()
    expect(await accessibilityFaults(curator)).toEqual([])
  })

  it('are seen by citizens once published: upright, with their words, without where they were taken', async () => {
    await curator.getByRole('button', { name: 'Vérifier et publier…' }).click()
    await curator
      .getByRole('button', { name: /^Publier/ })
      .first()
      .click()
    await curator.getByText('C’est publié').waitFor()
    const citizen = await (await town.visit()).newPage()
    await citizen.goto(town.address)
    const dialog = await openWidget(citizen)
    await dialog.getByRole('textbox').fill('piscine')
    await dialog.getByRole('textbox').press('Enter')
    const image = dialog.getByRole('article').getByAltText(SHOWN)
    await image.scrollIntoViewIfNeeded()
    const size = () =>
      image.evaluate(async (one: HTMLImageElement) => {
        await one.decode()
        return [one.naturalWidth, one.naturalHeight, one.getAttribute('loading')]
      })
    expect(await size()).toEqual([320, 640, 'lazy'])
    const other = dialog.getByRole('article').getByAltText(/bassin d’été/)
    await other.scrollIntoViewIfNeeded()
    expect(await other.evaluate((one: HTMLImageElement) => one.decode().then(() => one.naturalWidth))).toBe(640)
    const address = (await image.getAttribute('src')) ?? ''
    const served = Buffer.from(await (await fetch(address)).arrayBuffer())
    expect(served.includes(PLACE)).toBe(false)
    const form = dialog.getByRole('link', { name: /Formulaire d’inscription/ })
    expect(await form.getAttribute('href')).toMatch(/\/formulaire-d-?inscription\.pdf$/)
    await dialog.getByText(/\(PDF, 1.ko, /).waitFor()
    expect(await accessibilityFaults(citizen)).toEqual([])

    const plain = await (await town.visit()).newPage()
    await plain.goto(`${town.address}/fiche/piscine`)
    expect(await plain.getByAltText(SHOWN).evaluate((one: HTMLImageElement) => one.decode().then(() => true))).toBe(
      true,
    )
    expect(await accessibilityFaults(plain)).toEqual([])
    expect(town.errors.filter((error) => !error.includes('415'))).toEqual([])
  })
})
