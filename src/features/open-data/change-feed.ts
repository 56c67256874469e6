import type { Change } from './changes.js'
import { escapeXml, XML_START } from './markup.js'
import { attributionOf, LICENCE_URL, type OpenTown } from './open-town.js'

/** The changes of a commune's entries as an Atom feed. Source: RFC 4287. Pure. */
export function changeFeed(town: OpenTown, changes: readonly Change[]): string {
  const { address, commune, words, modifiedAt, now } = town
  const own = `${address}/changes.atom`
  // What was never published changed when it was installed; a day begins at midnight.
  const updated = changes[0]?.at ?? (modifiedAt ? new Date(modifiedAt).toISOString() : now.toISOString())
  const rights = `${words.say('fr', 'licence.name')} (${LICENCE_URL}). ${attributionOf(town, 'fr')}`
  const lines = [
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">',
    element('id', own),
    element('title', words.say('fr', 'feed', { commune: commune.nom })),
    element('updated', updated),
    `<author>${element('name', commune.nom)}</author>`,
    element('rights', rights),
    `<link rel="self" type="application/atom+xml" href="${escapeXml(own)}"/>`,
    `<link rel="alternate" type="text/html" href="${escapeXml(address)}"/>`,
    `<link rel="license" href="${escapeXml(LICENCE_URL)}"/>`,
    ...changes.map((change) => changeInFeed(change, address)),
    '</feed>',
  ]
  return `${XML_START}${lines.join('\n')}\n`
}

function changeInFeed({ id, entryId, title, at, told }: Change, address: string): string {
  return [
    '<entry>',
    element('id', `${address}/${id}`),
    element('title', title),
    element('updated', at),
    `<link rel="alternate" type="text/html" href="${escapeXml(`${address}/${entryId}`)}"/>`,
    element('summary', told),
    '</entry>',
  ].join('')
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`
}
