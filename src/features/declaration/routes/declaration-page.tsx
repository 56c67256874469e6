import type { Frame } from '../../../ui/plain/frame.js'
import { dayInWords } from '../../../ui/plain/pages/moment-in-words.js'
import { Page } from '../../../ui/plain/pages/page.js'
import { LinkedText } from '../../../ui/plain/pages/spans.js'
import { askLink, declarationLink } from '../../../ui/plain/plain-links.js'
import type { AccessibilityAudit } from '../accessibility-audit.js'
import { AuditResults } from './audit-results.js'
import { complianceState } from './compliance-state.js'
import type { SayDeclared } from './say-declared.js'

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
      <p>{d('made.on', { date: dayInWords(audit.on, frame.language) })}</p>
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
