import { type Entry, type SectionKey, SHORT_KEYS, type ShortKey } from '../../../platform/model/entry.js'

/** What a message may ask of a subject: what an entry says in a sentence, and what is asked in other words than those. */
export const ASPECTS = [...SHORT_KEYS, 'hours', 'appointment', 'steps'] as const
/** One of {@link ASPECTS}. */
export type Aspect = (typeof ASPECTS)[number]

/** What an entry says of an aspect: in a sentence where it has one, and at length in its sections, the first of which says the most. */
export const SAID_OF: Record<Aspect, { short: ShortKey | null; sections: readonly SectionKey[] }> = {
  who: { short: 'who', sections: ['brief'] },
  papers: { short: 'papers', sections: ['papers'] },
  cost: { short: 'cost', sections: ['cost'] },
  delay: { short: 'delay', sections: ['delay'] },
  where: { short: 'where', sections: ['place'] },
  online: { short: 'online', sections: ['online'] },
  hours: { short: 'where', sections: ['place'] },
  appointment: { short: 'where', sections: ['steps', 'place'] },
  steps: { short: null, sections: ['steps'] },
}

/** The sentence that belongs to each section. */
export const SHORT_OF = Object.fromEntries(SHORT_KEYS.map((key) => [SAID_OF[key].sections[0], key])) as Partial<
  Record<SectionKey, ShortKey>
>

/** What an entry says in a section: at length where it does, else in its sentence; empty where it says nothing. Markdown. */
export function sectionText({ sections, short }: Pick<Entry, 'sections' | 'short'>, key: SectionKey): string {
  const { [key]: shortKey } = SHORT_OF
  return sections[key].trim() === '' ? ((shortKey && short?.[shortKey]) ?? '') : sections[key]
}
