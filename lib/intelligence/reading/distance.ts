const toRadians = Math.PI / 180;
const earthRadius = 6_371;

/** Great-circle distance in kilometres (haversine) of two [longitude, latitude] points in degrees. */
export function kilometresBetween(a: readonly [number, number], b: readonly [number, number]): number {
  const dLat = (b[1] - a[1]) * toRadians;
  const dLon = (b[0] - a[0]) * toRadians;
  const h =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(a[1] * toRadians) * Math.cos(b[1] * toRadians) * Math.sin(dLon / 2) ** 2;
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(h)));
}
