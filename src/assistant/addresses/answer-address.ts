import {
  type AddressAnswer,
  type AddressKind,
  type AddressTalk,
  type KnownStreet,
  knownAt,
  type Street,
  type Streets,
} from '../../platform/model/address.js'
import { serviceOf } from '../../platform/model/commune.js'
import type { Entry } from '../../platform/model/entry.js'
import { frenchTypography } from '../../platform/text/typography.js'
import type { AssistantContext } from '../assistant-context.js'
import { composeAnswer, composeMore } from '../compose.js'
import { showEntry } from '../human-offer.js'
import { speakIn } from '../languages/hear-message.js'
import { ABOVE_A_TALK } from '../signal-matcher.js'
import type { Conclusion, Step, TurnDraft } from '../turn-draft.js'
import { findNumber, findStreet, type Span, type StreetFound } from './find-street.js'
import { hearAsked, isStory, wordsBeside } from './hear-asked.js'

/** Words beside a street that answers which one it is. */
const MOST_BESIDE = 3

/**
 * What depends on where somebody lives: days of the bins, school, polling station, district council, from the files of the commune. Her street is asked once where it is
 * missing, and its number where it matters; what she said of them is masked, and what is remembered is the street and what the files say there.
 */
export const answerAddress: Step = async (turn, context) => {
  const { conversation, screened, input } = turn
  const streets = context.addresses.streetsOf(conversation.communeId)
  if (!streets || ABOVE_A_TALK.some((signal) => screened.signals.includes(signal))) return null
  const scene: Scene = { turn, context, streets, talk: conversation.memory.address }
  if (input.choice) return takeChosen(scene, input.choice)
  return answerAsked(scene) ?? answerAwaited(scene)
}

interface Scene {
  turn: TurnDraft
  context: AssistantContext
  streets: Streets
  talk: AddressTalk | undefined
}

/** A message that asks, or that names what may be asked and nothing besides: "et le bureau de vote ?". */
function answerAsked(scene: Scene): Promise<Conclusion> | null {
  const { turn, context, streets, talk } = scene
  const { tables, words } = context.addresses
  const { text } = turn.screened
  const isFiller = fillerOf(scene)
  const [asked] = hearAsked(text, [turn.language, turn.conversation.language], tables)
    .filter(({ kind }) => [...streets.values()].some(({ rows }) => rows[kind]))
    .map((one) => ({
      ...one,
      found: findStreet(text, { streets, lexicon: words, taken: one.taken, isAsked: false }),
    }))
    .filter(({ isAsked, taken, found }) =>
      isAsked
        ? found || !isStory(text)
        : !isWithin(taken, found) && wordsBeside(text, [...taken, found ?? []].flat(), isFiller) === 0,
    )
  const [known, another] = talk?.streets ?? []
  const isKnown = known && !another
  if (!asked || (!asked.found && !isKnown && (!asked.isAsked || (talk?.asking && talk.kind === asked.kind))))
    return null
  if (asked.language !== turn.language) speakIn(turn, asked.language, context)
  if (asked.found) return answerFound(scene, asked.kind, asked.found)
  if (isKnown) return answerKnown(scene, asked.kind, known)
  const { kind } = asked
  return askStreet(turn, context, kind).then((said) => concluded(scene, said, { kind, asking: true, streets: [] }))
}

/** "Rue des Écoles" names no school. */
function isWithin(taken: readonly Span[], found: Span | null): boolean {
  return found !== null && taken.every(({ from, to }) => found.from <= from && to <= found.to)
}

/** What answers the question which street, or which number, or is but another street: "et rue du Stade ?"; anything else goes on as usual. */
function answerAwaited(scene: Scene): Promise<Conclusion> | null {
  const { turn, context, streets, talk } = scene
  if (!talk) return null
  const { kind, asking: isAsked = false } = talk
  const { text } = turn.screened
  const lexicon = context.addresses.words
  const isFiller = fillerOf(scene)
  const [only, another] = talk.streets
  const street = isAsked && only && !another ? streets.get(only.key) : undefined
  const number = street ? findNumber(text, lexicon, isFiller) : null
  if (street && number) {
    keepLanguage(scene)
    mask(turn, number)
    return answerKnown(scene, kind, knownAt(street, number.number))
  }
  const found = findStreet(text, { streets, lexicon, taken: [], isAsked })
  const most = isAsked && found?.isTyped ? MOST_BESIDE : 0
  if (!found || (!isAsked && !found.isTyped) || wordsBeside(text, [found], isFiller) > most) return null
  keepLanguage(scene)
  return answerFound(scene, kind, found)
}

/** A button that says which street; of an earlier reply, it is but masked. */
function takeChosen(scene: Scene, choice: string): Promise<Conclusion> | null {
  if (!choice.startsWith(STREET)) return null
  const { turn, talk } = scene
  mask(turn, { from: 0, to: turn.screened.text.length })
  const known = talk?.streets.find(({ key }) => key === choice.slice(STREET.length))
  return talk && known ? answerKnown(scene, talk.kind, known) : null
}

const STREET = 'street:'

async function answerFound(scene: Scene, kind: AddressKind, found: StreetFound): Promise<Conclusion> {
  const { turn, context } = scene
  mask(turn, found)
  const known = found.streets.map((street) => knownAt(street, found.number))
  const [first] = known
  if (!first) return concluded(scene, await tellUnknown(turn, context, kind), { kind, streets: [] })
  if (found.isSure) return answerKnown(scene, kind, first)
  return concluded(scene, askWhich(turn, found.streets), { kind, asking: true, streets: known })
}

async function answerKnown(scene: Scene, kind: AddressKind, known: KnownStreet): Promise<Conclusion> {
  const { turn, context, streets } = scene
  const street: Street | undefined = streets.get(known.key)
  const there = known.told[kind]
  if (street && !there) return concluded(scene, askNumber(turn, street), { kind, asking: true, streets: [known] })
  const isTold = street && there && there.values.length > 0
  const said = isTold ? tellThere(turn, context, { kind, street, there }) : await tellUnknown(turn, context, kind)
  return concluded(scene, said, { kind, streets: [known] })
}

/** A guide that was waiting for an answer waits no more. */
function concluded(
  { turn }: Scene,
  said: Pick<Conclusion, 'outcome' | 'payloads' | 'entryId'>,
  address: AddressTalk,
): Conclusion {
  const { guide, ...memory } = turn.conversation.memory
  return {
    ...said,
    memory: {
      ...memory,
      failures: 0,
      askedBack: false,
      refusedEntryIds: [],
      ...(guide ? { guide: { ...guide, asking: null } } : {}),
      address,
    },
  }
}

/** What is stored of a message has neither the street nor the number. */
function mask(turn: TurnDraft, { from, to }: Span): void {
  const { text, masked } = turn.screened
  const without = (by: string) => text.slice(0, from) + by + text.slice(to)
  turn.screened = {
    ...turn.screened,
    text: without(turn.say('mask.address')),
    searchable: without(' ').trim(),
    masked: [...masked, 'address'],
  }
}

/** A street is of no language: what asked for it goes on in its own. */
function keepLanguage({ turn, context }: Scene): void {
  const { memory, language } = turn.conversation
  const spoken = memory.language ?? language
  if (memory.language) turn.heard = { language: memory.language, words: '', french: null }
  else delete turn.heard
  if (spoken !== turn.language) speakIn(turn, spoken, context)
}

function fillerOf({ turn, context }: Scene): (word: string) => boolean {
  const { language, memory } = turn.conversation
  const spoken = new Set([turn.language, memory.language ?? language, language, 'fr' as const])
  const fillers = [...spoken].flatMap((one) => context.addresses.tables.get(one)?.filler ?? [])
  return (word) => fillers.some((filler) => filler.has(word))
}

/** What is said of an address, before what is remembered of it. */
type SaidOfAddress = Pick<Conclusion, 'outcome' | 'payloads' | 'entryId'>

/** What the files say at an address, in a sentence, with the entries that say more. */
function tellThere(
  turn: TurnDraft,
  context: AssistantContext,
  { kind, street, there }: { kind: AddressKind; street: Street; there: AddressAnswer },
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
async function tellUnknown(turn: TurnDraft, context: AssistantContext, kind: AddressKind): Promise<SaidOfAddress> {
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
async function askStreet(turn: TurnDraft, context: AssistantContext, kind: AddressKind): Promise<SaidOfAddress> {
  const { payloads, ...everywhere } = await tellEverywhere(turn, context, kind)
  return { ...everywhere, payloads: [...payloads, { type: 'text', text: turn.say('address.ask_street') }] }
}

/** Asks for the number in a street, where it matters. */
function askNumber(turn: TurnDraft, street: Street): SaidOfAddress {
  const text = turn.say('address.ask_number', { street: nameOf(street) })
  return { outcome: 'clarification', payloads: [{ type: 'text', text }] }
}

/** Asks which of some streets is meant. */
function askWhich({ say, language }: TurnDraft, streets: readonly Street[]): SaidOfAddress {
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
