import type { Entry } from '../../../platform/model/entry.js'
import { GUIDE_COMMANDS, type Guide, type GuideEnd, type WrittenGuide } from '../../../platform/model/guide.js'

/** What the installed guides have heard people say. */
export interface GuideWords {
  commands: Guide['commands']
  /** By which a value of a slot is heard; none of a value that no installed guide has. */
  wordsOf: (slot: string, value: string) => readonly string[]
}

/** What a curator would write of a guide. Pure. */
export function writtenOf({ title, questions, branches, otherwise, given, written }: Guide): WrittenGuide {
  if (written) return written
  return {
    title,
    questions: questions.map(({ slot, text, help, choices }) => ({
      slot,
      text,
      ...(help === undefined ? {} : { help }),
      choices: choices.map(({ value, label, replies }) => ({ value, label, replies: [...replies] })),
    })),
    branches: branches.map((branch) => ({
      ...endOf(branch),
      when: Object.fromEntries(Object.entries(branch.when).map(([slot, values]) => [slot, [...values]])),
    })),
    otherwise: endOf(otherwise),
    given: { ...given },
  }
}

/** What a curator wrote, as the guide that is followed. Pure. */
export function bindGuide(entryId: string, written: WrittenGuide, { commands, wordsOf }: GuideWords): Guide {
  const { title, questions, branches, otherwise, given } = written
  const bound = questions.map((question) => ({
    ...question,
    choices: question.choices.map((choice) => ({ ...choice, words: wordsOf(question.slot, choice.value) })),
  }))
  return { id: entryId, title, questions: bound, branches, otherwise, given, commands, written }
}

const NO_COMMANDS = Object.fromEntries(GUIDE_COMMANDS.map((command) => [command, []])) as unknown as Guide['commands']
const known = new WeakMap<object, GuideWords>()

/** The words of all the guides of some entries, read once; sets of entries are never changed in place. */
export function guideWordsOf(entries: ReadonlyMap<string, Entry>): GuideWords {
  const former = known.get(entries)
  if (former) return former
  const guides = [...entries.values()].flatMap(({ guide }) => (guide && !guide.written ? [guide] : []))
  const words = new Map<string, Set<string>>()
  for (const { questions } of guides) {
    for (const { slot, choices } of questions) {
      for (const choice of choices) {
        const key = `${slot} ${choice.value}`
        const all = words.get(key) ?? new Set<string>()
        for (const word of choice.words) all.add(word)
        words.set(key, all)
      }
    }
  }
  const lists = new Map([...words].map(([key, all]) => [key, [...all]]))
  const read: GuideWords = {
    commands: guides[0]?.commands ?? NO_COMMANDS,
    wordsOf: (slot, value) => lists.get(`${slot} ${value}`) ?? [],
  }
  known.set(entries, read)
  return read
}

function endOf({ entryId, note }: GuideEnd): GuideEnd {
  return note === undefined ? { entryId } : { entryId, note }
}
