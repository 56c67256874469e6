import fc from 'fast-check'

/** Seed of the cases that properties are tried on, so that a run tells of the code alone; `PROPERTY_SEED=<a whole number>` tries others. */
const SEED = Number(process.env.PROPERTY_SEED ?? 20_261_126)
fc.configureGlobal({ seed: SEED })

export { fc }
