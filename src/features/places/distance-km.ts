import type { Position } from '../../platform/model/place.js'

/** Mean radius of the earth, in km. Source: IUGG, R1. */
const EARTH_RADIUS_KM = 6371.0088

/** The distance between two points as the crow flies, in km. Source: haversine formula (R. W. Sinnott, 1984). */
export function distanceKm(a: Position, b: Position): number {
  const [fromLatitude, toLatitude] = [toRadians(a.latitude), toRadians(b.latitude)]
  const halfLatitude = (toLatitude - fromLatitude) / 2
  const halfLongitude = toRadians(b.longitude - a.longitude) / 2
  const haversine =
    Math.sin(halfLatitude) ** 2 + Math.cos(fromLatitude) * Math.cos(toLatitude) * Math.sin(halfLongitude) ** 2
  // Rounding may bring antipodes a hair above 1.
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, haversine)))
}

function toRadians(degrees: number): number {
  return (degrees * Math.PI) / 180
}
