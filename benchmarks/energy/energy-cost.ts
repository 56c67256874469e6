/** What a processor's time is taken to cost. */
export interface EnergyAssumptions {
  /** Watts that one busy core draws, with its share of memory and losses of the power supply. */
  wattsACore: number
  /** Power usage effectiveness: power of the data centre over that of its machines, at least 1. */
  pue: number
}

/**
 * 10 W: a server of 32 cores that draws about 320 W under load. PUE 1.56: the mean of the Uptime Institute's Global Data Center Survey 2024.
 * Assumptions, not measures: a machine's own meter says better.
 */
export const USUAL: EnergyAssumptions = { wattsACore: 10, pue: 1.56 }

/** A full charge of a phone: a battery of 4,000 mAh at 3.85 V. */
const PHONE_WH = 15.4
/** A litre of water from 15 to 100 °C: 4,186 J by kilogram and degree, without the kettle's losses. */
const KETTLE_WH = (4_186 * 85) / 3_600
const LED_WATTS = 8
const SECONDS_AN_HOUR = 3_600
const HOURS_A_YEAR = 8_766

/** Watt-hours of some seconds of one core. */
export function wattHours(cpuSeconds: number, { wattsACore, pue }: EnergyAssumptions): number {
  return (cpuSeconds * wattsACore * pue) / SECONDS_AN_HOUR
}

/** Kilowatt-hours a year of a process that holds a core for this share of the time, the machine's own idle power left out. */
export function kilowattHoursAYear(cpuShare: number, assumptions: EnergyAssumptions): number {
  return wattHours(cpuShare * HOURS_A_YEAR * SECONDS_AN_HOUR, assumptions) / 1_000
}

/** An amount of energy by things that a reader knows. */
export function inEverydayTerms(energyWh: number): string {
  const minutes = (energyWh / LED_WATTS) * 60
  const led = minutes < 1 ? `${(minutes * 60).toFixed(0)} seconds` : `${minutes.toFixed(1)} minutes`
  const phone = percentOf(energyWh, PHONE_WH)
  const kettle = percentOf(energyWh, KETTLE_WH)
  return `an ${LED_WATTS} W lamp for ${led}, ${phone} of a phone's charge, ${kettle} of a litre of water brought to the boil`
}

function percentOf(part: number, whole: number): string {
  const percent = (100 * part) / whole
  return `${percent < 1 ? percent.toPrecision(2) : percent.toFixed(0)} %`
}
