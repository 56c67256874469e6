import type { Commune } from '../../platform/model/commune.js'
import { toUrl } from '../../platform/text/to-url.js'

/** What a fact of a town is about. */
export type FactKind =
  | 'town'
  | 'name'
  | 'address'
  | 'phone'
  | 'email'
  | 'page'
  | 'person'
  | 'price'
  | 'hours'
  | 'date'
  | 'service'

/** Something that is a town's own, as it is written. */
export interface TownFact {
  kind: FactKind
  text: string
}

/** A name that is somebody's or some place's: "Piscine Jean-Jaurès", and not "État civil". */
const PROPER = /[\s-]\p{Lu}\p{Ll}/u
const POST_CODE = /\b\d{5}\b/g
/** The shortest first word that names a town by itself: "Le", "La" and "Saint" name nobody. */
const NAMING = 6
/** Shortest text that is looked for: less is in every sentence. */
const SHORTEST = 3

/** What the settings of a commune say that is its own: its name, its site, where one goes, whom one phones and writes to. Pure. */
export function factsOfTown({ nom, site, origins, services, offices = {}, privacy }: Commune): TownFact[] {
  const [first = ''] = nom.split(/[\s-]/)
  const fact = (kind: FactKind, text = ''): TownFact[] => (text.length < SHORTEST ? [] : [{ kind, text }])
  const named = (text: string) => (PROPER.test(text) ? fact('name', text) : [])
  const hosts = [site, ...origins].flatMap((url) => toUrl(url)?.host.replace(/^www\./, '') ?? [])
  return [
    ...fact('town', nom),
    ...(first.length >= NAMING ? fact('town', first) : []),
    ...fact('page', site),
    ...hosts.flatMap((host) => fact('page', host)),
    ...fact('name', privacy.controller),
    ...fact('email', privacy.dpoEmail),
    ...Object.values(services).flatMap((one) => [
      ...fact('address', one.adresse),
      ...fact('address', one.adresse.split(',')[0]),
      ...(one.adresse.match(POST_CODE) ?? []).flatMap((code) => fact('address', code)),
      ...fact('address', one.arret),
      ...fact('address', one.acces),
      ...fact('phone', one.telephone),
      ...fact('email', one.courriel),
      ...[one.nom, ...(one.autresNoms ?? [])].flatMap(named),
    ]),
    ...Object.values(offices).flatMap((one) => [
      ...fact('address', one.adresse),
      ...fact('phone', one.telephone),
      ...named(one.nom),
    ]),
  ]
}
