import type { Entry } from '../../features/entries/model/entry.js'
import { frenchTypography } from '../../features/entries/render/typography.js'
import { serviceOf } from '../../platform/model/service-of.js'
import type { AssistantContext } from '../assistant-context.js'
import { composeAnswer, composeMore } from '../compose.js'
import { showEntry } from '../steps.js'
import type { Conclusion, TurnDraft } from '../turn-draft.js'
import type { AddressKind, Street, ToldThere } from './address.js'

/** What is said of an address, before what is remembered of it. */
export type SaidOfAddress = Pick<Conclusion, 'outcome' | 'payloads' | 'entryId'>

/** What the files say at an address, in a sentence, with the entries that say more. */
export function tellThere(
  turn: TurnDraft,
  context: AssistantContext,
  { kind, street, there }: { kind: AddressKind; street: Street; there: ToldThere },
): SaidOfAddress {
  const { say } = turn
  const name = nameOf(street)
  const place = there.side === 'tous' ? name : say(`address.side_${there.side}`, { street: name })
  const value = frenchTypography(there.values.map((one) => one.replace(/\.$/, '')).join(' ; '))
  const text = say(`address.${kind}`, { place, value })
  const more = entriesOf(turn, context, kind)
  return {
    outcome: 'answered_fact',
    payloads: [more.length > 0 ? composeMore(text, more, say) : { type: 'text', text }],
  }
}

/** That the files do not have an address: whom to ring, and the answer that holds for every address. */
export async function tellUnknown(
  turn: TurnDraft,
  context: AssistantContext,
  kind: AddressKind,
): Promise<SaidOfAddress> {
  const { say, snapshot } = turn
  const [entry] = entriesOf(turn, context, kind)
  const { commune } = snapshot
  const service = (entry && serviceOf(commune, entry.owner)) ?? serviceOf(commune, commune.reception)
  const whom = service?.telephone
    ? [say('fact.who', { place: frenchTypography(service.nom) }), say('fact.phone', { phone: service.telephone })]
    : []
  const text = [say('address.unknown'), ...whom].join(' ')
  const { payloads, ...everywhere } = await tellEverywhere(turn, context, kind)
  return { ...everywhere, payloads: [{ type: 'text', text }, ...payloads] }
}

async function tellEverywhere(turn: TurnDraft, context: AssistantContext, kind: AddressKind): Promise<SaidOfAddress> {
  const [entry] = entriesOf(turn, context, kind)
  if (!entry) return { outcome: 'answered_fact', payloads: [] }
  const payloads = await showEntry(turn, context, { entry, card: composeAnswer(entry, turn) })
  return { outcome: 'answered_fact', payloads, entryId: entry.id }
}

/** Asks for the street, after the answer that holds for every address. */
export async function askStreet(turn: TurnDraft, context: AssistantContext, kind: AddressKind): Promise<SaidOfAddress> {
  const { payloads, ...everywhere } = await tellEverywhere(turn, context, kind)
  return { ...everywhere, payloads: [...payloads, { type: 'text', text: turn.say('address.ask_street') }] }
}

/** Asks for the number in a street, where it matters. */
export function askNumber(turn: TurnDraft, street: Street): SaidOfAddress {
  const text = turn.say('address.ask_number', { street: nameOf(street) })
  return { outcome: 'clarification', payloads: [{ type: 'text', text }] }
}

/** Asks which of some streets is meant. */
export function askWhich({ say, language }: TurnDraft, streets: readonly Street[]): SaidOfAddress {
  const options = streets.map((street) => ({
    label: nameOf(street),
    value: `street:${street.key}` as const,
    ...(language === 'fr' ? {} : { language: 'fr' as const }),
  }))
  return { outcome: 'clarification', payloads: [{ type: 'choice', text: say('address.which'), options }] }
}

function entriesOf({ snapshot }: TurnDraft, { addresses }: AssistantContext, kind: AddressKind): Entry[] {
  return addresses.words.entries[kind].flatMap((id) => snapshot.entries.get(id) ?? []).filter(({ expired }) => !expired)
}

/** As the town wrote it, which is French whatever the language around. */
function nameOf({ name }: Street): string {
  return frenchTypography(name.replace(/^\p{Ll}/u, (letter) => letter.toLocaleUpperCase()))
}
