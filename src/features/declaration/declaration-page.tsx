import type { Frame } from '../../platform/http/pages/frame.js'
import { Page } from '../../platform/http/pages/page.js'
import { askLink, declarationLink } from '../../platform/http/pages/plain-links.js'
import { calendarDayInWords } from '../../platform/http/pages/provenance.js'
import { LinkedText } from '../../platform/http/pages/spans.js'
import { STAFF_LANGUAGES } from '../../platform/model/language.js'
import type { DeclarationKey, SayDeclaration } from '../../platform/model/say.js'
import { loadCatalogues } from '../entries/catalogue/load-catalogues.js'
import { type AccessibilityAudit, type AuditedCriterion, type AuditFault, RGAA_THEMES } from './accessibility-audit.js'

/** How many criteria the RGAA 4.1 has: 106. */
const CRITERIA = RGAA_THEMES.reduce((sum, theme) => sum + theme.criteria, 0)

/** From which share of criteria, in percent, the law says "partially compliant". Source: arrêté du 20 septembre 2019, article 2. */
const PARTIAL_FROM = 50

/** The state that the law asks for. Only an audit by a person gives another one than "not compliant". */
function complianceState({ commune, language }: Frame, d: SayDeclared): string {
  const audit = commune.accessibilityAudit
  if (!audit) return d('state.none', { criteria: String(CRITERIA) })
  const words = { by: audit.by, date: calendarDayInWords(audit.on, language), rate: String(audit.rate) }
  if (audit.rate >= 100) return d('state.full', words)
  return d(audit.rate >= PARTIAL_FROM ? 'state.partial' : 'state.low', words)
}

/** What every part of the declaration is made with. */
export interface DeclarationProps {
  frame: Frame
  audit: AccessibilityAudit | null
  d: SayDeclared
}

/** Where a complaint goes. Source: https://accessibilite.numerique.gouv.fr/obligations/declaration-accessibilite/ */
const DEFENDER = 'https://formulaire.defenseurdesdroits.fr/'
const DELEGATES = 'https://www.defenseurdesdroits.fr/saisir/delegues'

const LIMITS = ['limits.reader', 'limits.voice', 'limits.words', 'limits.sense', 'limits.browsers'] as const

/** The declaration of accessibility, with the parts that the law asks for. */
export function DeclarationPage({ frame, audit, d }: DeclarationProps) {
  const { commune, language } = frame
  const other = language === 'fr' ? 'en' : 'fr'
  return (
    <Page frame={frame} what={d('title')}>
      <p>
        <a href={declarationLink(commune.id, other)} lang={other} hreflang={other}>
          {other === 'fr' ? 'Lire en français' : 'Read in English'}
        </a>
      </p>
      <h1>{d('title')}</h1>
      <p>{d('intro.who', { controller: commune.privacy.controller })}</p>
      <p>{d('intro.scope', { commune: commune.nom })}</p>
      <h2>{d('state')}</h2>
      <p>{complianceState(frame, d)}</p>
      <h2>{d('results')}</h2>
      {audit ? <AuditResults frame={frame} audit={audit} d={d} /> : <p>{d('results.none')}</p>}
      <h2>{d('limits')}</h2>
      <ul>
        {LIMITS.map((key) => (
          <li>{d(key)}</li>
        ))}
      </ul>
      {audit && <Made frame={frame} audit={audit} d={d} />}
      <Contact frame={frame} d={d} />
    </Page>
  )
}

function Made({ frame, audit, d }: DeclarationProps & { audit: AccessibilityAudit }) {
  return (
    <>
      <h2>{d('made')}</h2>
      <p>{d('made.on', { date: calendarDayInWords(audit.on, frame.language) })}</p>
      <p>{d('made.tools', { tools: audit.tools.join(', ') })}</p>
      <p>{d('made.technologies')}</p>
      <h3>{d('made.pages')}</h3>
      <ul lang="fr">
        {audit.scenes.map((scene) => (
          <li>{scene}</li>
        ))}
      </ul>
    </>
  )
}

function Contact({ frame: { commune, language, phone }, d }: Omit<DeclarationProps, 'audit'>) {
  const reception = commune.services[commune.reception]
  return (
    <>
      <h2>{d('contact')}</h2>
      <p>{d('contact.why')}</p>
      <ul>
        <li>
          {d('contact.phone')} <LinkedText text={phone} />
        </li>
        <li>
          {d('contact.email')} <a href={`mailto:${reception?.courriel}`}>{reception?.courriel}</a>
        </li>
        <li>{d('contact.address', { address: reception?.adresse ?? '' })}</li>
        <li>
          <a href={askLink(commune.id, language)}>{d('contact.plain')}</a>
        </li>
      </ul>
      <h2>{d('remedy')}</h2>
      <p>{d('remedy.why')}</p>
      <ul>
        <li>
          {d('remedy.write')} <a href={DEFENDER}>formulaire.defenseurdesdroits.fr</a>
        </li>
        <li>
          {d('remedy.delegate')} <a href={DELEGATES}>defenseurdesdroits.fr</a>
        </li>
        <li>{d('remedy.post')}</li>
      </ul>
    </>
  )
}

interface ResultsProps {
  frame: Frame
  audit: AccessibilityAudit
  d: SayDeclared
}

/** What the machine found: faults first, then what it looked at. */
export function AuditResults({ frame, audit, d }: ResultsProps) {
  const facts = {
    date: calendarDayInWords(audit.on, frame.language),
    scenes: String(audit.scenes.length),
    looks: String(audit.looks.length),
    lookNames: audit.looks.join(', '),
  }
  return (
    <>
      <p>{d('results.what', facts)}</p>
      <Faults faults={audit.faults} d={d} />
      <p>{d('checks')}</p>
      <ul>
        {audit.checks.map(({ id, made, failed }) => (
          <li>{d(`check.${id}`, { kept: String(made - failed), made: String(made) })}</li>
        ))}
      </ul>
      <ThemeTable criteria={audit.criteria} d={d} />
    </>
  )
}

function Faults({ faults, d }: { faults: AuditFault[]; d: SayDeclared }) {
  if (faults.length === 0) return <p>{d('results.faults.none')}</p>
  const rules = [...new Set(faults.map(({ rule }) => rule))]
  return (
    <>
      <p>{d('results.faults')}</p>
      <ul>
        {rules.map((rule) => {
          const found = faults.filter((fault) => fault.rule === rule)
          return <li>{d('results.fault', { rule, count: String(found.length), where: found[0]?.where ?? '' })}</li>
        })}
      </ul>
    </>
  )
}

function ThemeTable({ criteria, d }: { criteria: AuditedCriterion[]; d: SayDeclared }) {
  const rows = RGAA_THEMES.map((theme) => {
    const seen = criteria.filter(({ id }) => id.startsWith(`${theme.number}.`))
    return { ...theme, seen: seen.length, failed: seen.filter(({ failed }) => failed > 0).length }
  })
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0)
  return (
    <table>
      <caption>{d('results.table')}</caption>
      <thead>
        <tr>
          <th scope="col">{d('results.theme')}</th>
          <th scope="col">{d('results.total')}</th>
          <th scope="col">{d('results.examined')}</th>
          <th scope="col">{d('results.failed')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ number, fr, criteria: total, seen, failed }) => (
          <tr>
            <th scope="row" lang="fr">
              {number}. {fr}
            </th>
            <td>{total}</td>
            <td>{seen}</td>
            <td>{failed}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{d('results.all')}</th>
          <td>{sum((row) => row.criteria)}</td>
          <td>{sum((row) => row.seen)}</td>
          <td>{sum((row) => row.failed)}</td>
        </tr>
      </tfoot>
    </table>
  )
}

/** Says a sentence of the declaration, in its language. */
export type SayDeclared = (key: DeclarationKey, words?: Record<string, string>) => string

/**
 * Loads every sentence of the declaration of accessibility, from `<knowledgeDir>/messages/declaration.<language>.json`: French is the law's, English is for
 * those who do not read it.
 * @throws when a catalogue cannot be read
 */
export function loadDeclarationMessages(knowledgeDir: string): Promise<SayDeclaration> {
  return loadCatalogues({ knowledgeDir, prefix: 'declaration.', languages: STAFF_LANGUAGES }, 'title')
}
