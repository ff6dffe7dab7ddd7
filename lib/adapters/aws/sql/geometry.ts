import { onGrid, splitAtAntimeridian } from '../../../domain/geo.ts';
import type { BoundingBox } from '../../../domain/geo.ts';
import type { Fragment } from './statements.ts';
import type { SqlValues } from './values.ts';

/** Mean radius of the Earth in km (IUGG). */
const EARTH_KM = 6_371.008_8;
const DEGREE_KM = (EARTH_KM * Math.PI) / 180;

export interface Circle {
  readonly lon: number;
  readonly lat: number;
  readonly radius_km: number;
}

/** Reports inside the box, its edges included. Two index scans when it crosses the antimeridian. */
export function inBox(prefix: string, box: BoundingBox): Fragment {
  const values: Record<string, number> = {};
  const texts = splitAtAntimeridian(box).map(([west, south, east, north], index) => {
    const name = `${prefix}_${index}`;
    Object.assign(values, {
      [`${name}_w`]: west,
      [`${name}_s`]: south,
      [`${name}_e`]: east,
      [`${name}_n`]: north,
    });
    const corner = (x: string, y: string): string => `point(:${name}_${x}::float8, :${name}_${y}::float8)`;
    return `r.location <@ box(${corner('w', 's')}, ${corner('e', 'n')})`;
  });
  return { text: texts.map((text) => `(${text})`).join(' or '), values };
}

/** Great-circle distance in metres (haversine) from the point `:<prefix>_lon`, `:<prefix>_lat`. */
export const metresFrom = (prefix: string): string =>
  `${2_000 * EARTH_KM} * asin(sqrt(least(1, power(sind((r.location[1] - :${prefix}_lat::float8) / 2), 2)
    + cosd(r.location[1]) * cosd(:${prefix}_lat::float8) * power(sind((r.location[0] - :${prefix}_lon::float8) / 2), 2))))`;

const centre = (prefix: string, { lon, lat }: Pick<Circle, 'lon' | 'lat'>): SqlValues => ({
  [`${prefix}_lon`]: lon,
  [`${prefix}_lat`]: lat,
});

/** Wraps a longitude into [-180, 180]. */
const wrap = (lon: number): number => (lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon);

/** Smallest box that holds the circle; all longitudes once it reaches a pole. Bronshtein, spherical trigonometry. */
export function boxAround({ lon, lat, radius_km }: Circle): BoundingBox {
  const angle = radius_km / DEGREE_KM;
  const [south, north] = [lat - angle, lat + angle];
  if (south <= -90 || north >= 90) return [-180, Math.max(-90, south), 180, Math.min(90, north)];
  const radians = Math.PI / 180;
  const reach = Math.asin(Math.min(1, Math.sin(angle * radians) / Math.cos(lat * radians))) / radians;
  return reach >= 180 ? [-180, south, 180, north] : [wrap(lon - reach), south, wrap(lon + reach), north];
}

/** Widens a box by a hair, so that rounding in its computation cannot lose a point that the exact distance keeps. */
function widen([west, south, east, north]: BoundingBox): BoundingBox {
  const hair = 1e-6;
  const whole = west === -180 && east === 180;
  const [w, e] = whole ? [west, east] : [wrap(west - hair), wrap(east + hair)];
  return [w, Math.max(-90, south - hair), e, Math.min(90, north + hair)];
}

/** Reports within the circle: a box for the index, then the exact distance. */
export function inCircle(prefix: string, { lon, lat, radius_km }: Circle): Fragment {
  const circle = { lon: onGrid(lon), lat: onGrid(lat), radius_km };
  const box = inBox(`${prefix}_box`, widen(boxAround(circle)));
  return {
    text: `(${box.text}) and ${metresFrom(prefix)} <= :${prefix}_metres::float8`,
    values: { ...box.values, ...centre(prefix, circle), [`${prefix}_metres`]: radius_km * 1_000 },
  };
}
