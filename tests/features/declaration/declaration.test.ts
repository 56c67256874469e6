import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import {
  type AccessibilityAudit,
  loadAccessibilityAudit,
  RGAA_THEMES,
} from '../../../src/features/declaration/accessibility-audit.js'
import {
  AuditResults,
  loadDeclarationMessages,
  type SayDeclared,
} from '../../../src/features/declaration/declaration-page.js'
import type { Frame } from '../../../src/platform/http/pages/frame.js'
import { plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { knowledgeDir } from '../entries/installed.js'

const AUDIT: AccessibilityAudit = {
  on: '2026-11-25',
  tools: ['Chromium 140', 'axe-core 4'],
  scenes: ['Accueil', 'Réponse'],
  looks: ['clair', 'sombre'],
  criteria: [
    { id: '3.2', passed: 4, failed: 1, unsure: 0 },
    { id: '3.3', passed: 4, failed: 0, unsure: 0 },
    { id: '10.11', passed: 2, failed: 0, unsure: 0 },
  ],
  checks: [{ id: 'reflow', criteria: ['10.11'], made: 9, failed: 2 }],
  faults: [
    { rule: 'color-contrast', criteria: ['3.2'], where: 'Réponse (sombre)', element: 'p' },
    { rule: 'color-contrast', criteria: ['3.2'], where: 'Accueil (clair)', element: 'p' },
  ],
}

describe('GET /accessibilite', () => {
  let server: TestServer
  beforeAll(async () => {
    const audited = { on: '2026-10-02', by: 'le bureau de contrôle <Alpha>', rate: 72 }
    server = await startTestServer({
      communes: [
        { id: 'auditee', nom: 'Auditée', accessibilityAudit: audited },
        { id: 'entiere', accessibilityAudit: { ...audited, rate: 100 } },
        { id: 'basse', accessibilityAudit: { ...audited, rate: 49 } },
      ],
    })
  })
  afterAll(() => server.stop())

  it('has every part that the law asks for, and does not claim what nobody has audited', async () => {
    const { status, headers, text } = await server.fetch('/accessibilite?commune=villebourg')
    expect(status).toBe(200)
    expect(headers.get('content-security-policy')).toContain("script-src 'self'")
    const page = plainSpaces(text)
    for (const heading of ['État de conformité', 'Retour d’information et contact', 'Voies de recours'])
      expect(page).toContain(`<h2>${heading}</h2>`)
    expect(page).toContain('Non conforme, au sens de la loi : personne n’a encore audité les 106 critères')
    expect(page).toMatch(/href="tel:0261910000"|href="tel:\+33261910000"/)
    expect(page).toContain('Libre réponse 71120')
  })

  it.each([
    ['auditee', 'Partiellement conforme au RGAA 4.1 : l’audit de le bureau de contrôle &lt;Alpha>, le 2 octobre 2026'],
    ['entiere', 'Totalement conforme'],
    ['basse', 'Non conforme au RGAA 4.1'],
  ])('says what a person found: %s', async (id, words) => {
    expect(plainSpaces((await server.fetch(`/accessibilite?commune=${id}`)).text)).toContain(words)
  })

  it('is there in English, and does not know every commune', async () => {
    const { text } = await server.fetch('/accessibilite?langue=en')
    expect(text).toContain('<html lang="en"')
    expect(text).toContain('Accessibility statement')
    expect((await server.fetch('/accessibilite?langue=ar')).text).toContain('<html lang="fr"')
    const unknown = await server.fetch('/accessibilite?commune=ailleurs')
    expect([unknown.status, unknown.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
  })
})

describe('the results of an audit', () => {
  it('name each fault once with how often it was found, and count criteria by theme', async () => {
    const say = await loadDeclarationMessages(knowledgeDir)
    const d: SayDeclared = (key, words) => say('fr', key, words)
    const page = plainSpaces(renderToString(h(AuditResults, { frame: { language: 'fr' } as Frame, audit: AUDIT, d })))
    expect(page).toContain('color-contrast : 2 fois, par exemple Réponse (sombre)')
    expect(page).toContain('3. Couleurs</th><td>3</td><td>2</td><td>1</td>')
    expect(page).toContain('Ensemble</th><td>106</td><td>3</td><td>1</td>')
    expect(page).toContain('320 pixels : 7 fois sur 9')
    expect(page).not.toContain('aucun défaut')
    const faultless = renderToString(
      h(AuditResults, { frame: { language: 'fr' } as Frame, audit: { ...AUDIT, faults: [] }, d }),
    )
    expect(faultless).toContain('aucun défaut')
  })
})

describe('the file of an audit', () => {
  it('may be absent; what is not an audit is refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'guichet-audit-'))
    expect(await loadAccessibilityAudit(folder)).toBeNull()
    await mkdir(join(folder, 'accessibility'))
    const file = join(folder, 'accessibility', 'audit.json')
    await writeFile(file, JSON.stringify(AUDIT))
    expect(await loadAccessibilityAudit(folder)).toEqual(AUDIT)
    await writeFile(file, JSON.stringify({ ...AUDIT, checks: [{ id: 'guess', criteria: [], made: 1, failed: 0 }] }))
    await expect(loadAccessibilityAudit(folder)).rejects.toThrow()
    await rm(folder, { recursive: true })
  })

  it('is installed, about criteria that there are', async () => {
    const audit = await loadAccessibilityAudit(knowledgeDir)
    expect(audit?.scenes.length).toBeGreaterThan(20)
    const known = new Set(
      RGAA_THEMES.flatMap(({ number, criteria }) => Array.from({ length: criteria }, (_, at) => `${number}.${at + 1}`)),
    )
    expect(known.size).toBe(106)
    expect(audit?.criteria.filter(({ id }) => !known.has(id))).toEqual([])
    const site = await readFile('public/index.html', 'utf8')
    expect(site).toContain('/accessibilite?commune=villebourg')
  })
})
