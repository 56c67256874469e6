import type { Candidate, Turn } from '../../../platform/model/turn.js'
import { frenchTypography } from '../../entries/render/typography.js'

/** A turn as agents read it: what comes from entries in French typography, the citizen's own words as she wrote them. */
export function typesetTurn(turn: Turn): Turn {
  return { ...turn, candidates: turn.candidates.map(typesetCandidate) }
}

function typesetCandidate({ title, nearest, ...candidate }: Candidate): Candidate {
  return {
    ...candidate,
    title: frenchTypography(title),
    ...(nearest === undefined ? {} : { nearest: frenchTypography(nearest) }),
  }
}
