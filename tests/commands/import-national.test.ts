import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { runImport } from '../../src/commands/imports/import.js'
import { readChoices } from '../../src/features/national-feed/commune-choices.js'
import { feedFolder, readIndex } from '../../src/features/national-feed/feed-index.js'
import { paragraph, writeFeed } from '../features/national-feed/sample-fiche.js'
import { hearCommand } from './hear-command.js'

let folder: string
let said: () => string
const environment = { ...process.env }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-national-'))
  await mkdir(join(folder, 'communes'))
  await cp('knowledge/messages', join(folder, 'messages'), { recursive: true })
  await cp('knowledge/communes/villebourg.json', join(folder, 'communes', 'villebourg.json'))
  process.env.GUICHET_KNOWLEDGE_DIR = folder
  process.env.GUICHET_DATA_DIR = join(folder, 'data')
  said = hearCommand()
})
afterEach(async () => {
  jest.restoreAllMocks()
  process.env = { ...environment }
  await rm(folder, { recursive: true, force: true })
})

describe('guichet import service-public', () => {
  const feed = () => join(folder, 'flux')
  const kept = () => feedFolder(join(folder, 'data'))

  it('imports, chooses, and says what is served and what is to be looked at', async () => {
    await writeFeed(feed(), [{ id: 'F1' }, { id: 'F2' }], { 'F3.xml': '<' })
    expect(await runImport(['service-public', '--from', feed()])).toBe(0)
    expect(said()).toContain('Fiches : 2. Nouvelles : 2.')
    expect(said()).toContain('  - F3.xml:1 (not_xml)')
    expect(said()).toContain('villebourg n’a choisi aucune fiche')
    expect(await runImport(['service-public', '--from', feed(), '--ids', 'F1, F9', '--commune', 'villebourg'])).toBe(0)
    expect(said()).toContain('villebourg : fiches servies : 1, à revoir : 0.')
    await writeFeed(feed(), [{ id: 'F1', body: paragraph('Neuf.') }, { id: 'F2' }])
    expect(await runImport(['service-public', '--from', feed()])).toBe(0)
    expect(said()).toContain('villebourg : fiches servies : 1, à revoir : 1.')
    expect(said()).toContain('100 %')
    expect((await readChoices(kept(), 'villebourg')).selection.ids).toEqual(['F1', 'F9'])
  })

  it('changes nothing on a dry run, a wrong option or a wrong place', async () => {
    await writeFeed(feed(), [{ id: 'F1' }])
    expect(await runImport(['service-public', '--from', feed(), '--ids', '*', '--dry-run'])).toBe(0)
    expect(said()).toContain('Essai à blanc')
    expect(await runImport(['service-public', '--from', join(folder, 'nulle-part')])).toBe(1)
    expect(said()).toContain('Il n’y a rien à cet endroit')
    expect(await runImport(['service-public', '--from', 'http://flux.example/a.zip'])).toBe(1)
    expect(said()).toContain('Cette adresse est refusée')
    expect(await runImport(['service-public', '--from', feed(), '--commune', 'ailleurs'])).toBe(2)
    expect(await runImport(['service-public', '--vers', feed()])).toBe(2)
    expect(await runImport(['autre'])).toBe(2)
    expect(said()).toContain('npx guichet import annuaire')
    expect(await readIndex(kept())).toBeNull()
  })
})

describe('guichet import annuaire', () => {
  const hall = (insee: string, more: object = {}) => ({
    nom: `Mairie {${insee}} "A"`,
    date_modification: '08/03/2026 14:14:36',
    pivot: [{ type_service_local: 'mairie', code_insee_commune: [insee] }],
    adresse: [{ type_adresse: 'Adresse', numero_voie: '2 rue Neuve', code_postal: '45990', nom_commune: 'Villebourg' }],
    telephone: [{ valeur: '+33 2 61 91 00 01' }],
    adresse_courriel: ['accueil@villebourg.example'],
    plage_ouverture: [
      {
        nom_jour_debut: 'Lundi',
        nom_jour_fin: 'Mardi',
        valeur_heure_debut_1: '09:00:00',
        valeur_heure_fin_1: '12:00:00',
        valeur_heure_debut_2: '',
        valeur_heure_fin_2: '',
        commentaire: '',
      },
      {
        nom_jour_debut: 'Samedi',
        nom_jour_fin: 'Samedi',
        valeur_heure_debut_1: '09:00:00',
        valeur_heure_fin_1: '12:00:00',
        commentaire: 'le 2e du mois',
      },
    ],
    ...more,
  })
  const commune = async () => JSON.parse(await readFile(join(folder, 'communes', 'villebourg.json'), 'utf8'))
  const run = (path: string, ...more: string[]) =>
    runImport(['annuaire', '--from', path, '--insee', '45999', '--commune', 'villebourg', ...more])

  async function directory(): Promise<string> {
    const path = join(folder, 'annuaire.json.gz')
    const others = Array.from({ length: 300 }, (_, index) => hall(String(10_000 + index)))
    const prefecture = {
      ...hall('45999'),
      pivot: [{ type_service_local: 'prefecture', code_insee_commune: ['45999'] }],
    }
    await writeFile(path, gzipSync(JSON.stringify({ service: [...others, prefecture, hall('45999')] })))
    return path
  }

  it('proposes what differs, and writes it only when asked, leaving the rest as it was', async () => {
    const path = await directory()
    const before = await commune()
    expect(await run(path)).toBe(0)
    expect(said()).toContain('+ 2 rue Neuve, 45990 Villebourg')
    expect(said()).toContain('+ 02 61 91 00 01')
    expect(said()).toContain('+ le lundi et le mardi de 9 h à 12 h')
    expect(said()).toContain('le 2e du mois')
    expect(said()).not.toContain('courriel')
    expect(await commune()).toEqual(before)
    expect(await run(path, '--apply')).toBe(0)
    const after = await commune()
    const { accueil } = before.services
    const hours = { '1': [['09:00', '12:00']], '2': [['09:00', '12:00']] }
    const changed = { ...accueil, adresse: '2 rue Neuve, 45990 Villebourg', telephone: '02 61 91 00 01', hours }
    expect(after).toEqual({ ...before, services: { ...before.services, accueil: changed } })
    expect(Object.keys(after)).toEqual(Object.keys(before))
    expect(await run(path)).toBe(0)
    expect(said()).toContain('Rien ne change')
  })

  it('gives the commune the nearest place of each office, in its department', async () => {
    await cp('knowledge/offices', join(folder, 'offices'), { recursive: true })
    const caf = (nom: string, insee: string, latitude: string) => ({
      ...hall(insee, { nom, pivot: [{ type_service_local: 'caf', code_insee_commune: [insee] }] }),
      adresse: [{ numero_voie: '1 quai', code_postal: '45000', nom_commune: 'Orléans', latitude, longitude: '1.7216' }],
    })
    const path = join(folder, 'annuaire.json')
    // Villebourg lies at 47.7952: the nearest of all is in another department.
    const places = [
      caf('Caf de loin', '45001', '48.2'),
      caf('Caf d’à côté', '45002', '47.9'),
      caf('Caf du Cher', '18001', '47.8'),
      { ...caf('Caf sans adresse', '45999', '47.7952'), adresse: [] },
    ]
    await writeFile(path, JSON.stringify({ service: [...places, hall('45999')] }))
    expect(await run(path)).toBe(0)
    expect(said()).toContain('caf : Caf d’à côté, 1 quai, 45000 Orléans')
    expect((await commune()).offices).toBeUndefined()
    expect(await run(path, '--apply')).toBe(0)
    const { offices } = await commune()
    const hours = { '1': [['09:00', '12:00']], '2': [['09:00', '12:00']] }
    expect(offices).toEqual({
      caf: {
        nom: 'Caf d’à côté',
        adresse: '1 quai, 45000 Orléans',
        telephone: '02 61 91 00 01',
        hours,
        date: '2026-03-08',
      },
    })
    expect(await run(path)).toBe(0)
    expect(said()).toContain('Rien ne change')
  })

  it('refuses what is no directory, or has not the town hall', async () => {
    const path = join(folder, 'autre.json')
    for (const text of ['{"service":[{"nom":"A"', 'Bonjour', '']) {
      await writeFile(path, text)
      expect(await run(path)).toBe(1)
      expect(said()).toContain('n’est pas un annuaire')
    }
    await writeFile(path, '{"service":[]}')
    expect(await run(path)).toBe(1)
    expect(said()).toContain('Aucune mairie du code Insee 45999')
    expect(await run(path, '--service', 'patinoire')).toBe(2)
  })
})
