import * as z from 'zod';

/** WGS 84 longitude in degrees. */
export const longitude = z.number().min(-180).max(180);
/** WGS 84 latitude in degrees. */
export const latitude = z.number().min(-90).max(90);

/** GeoJSON Point (RFC 7946): coordinates are [longitude, latitude] in degrees. */
export const point = z.strictObject({
  type: z.literal('Point'),
  coordinates: z.tuple([longitude, latitude]),
});
export type Point = z.infer<typeof point>;

/** [west, south, east, north] in degrees; west > east means the box crosses the antimeridian. */
export const boundingBox = z
  .tuple([longitude, latitude, longitude, latitude])
  .refine(([, south, , north]) => south <= north, { message: 'south must not be greater than north' });
export type BoundingBox = z.infer<typeof boundingBox>;

export interface PointFeature {
  type: 'Feature';
  id?: string;
  geometry: Point;
  properties: Record<string, unknown>;
}

export interface FeatureCollection {
  type: 'FeatureCollection';
  features: PointFeature[];
  /** There are more features than are given. */
  truncated?: boolean;
}

/** Coordinates to a tenth of a millimetre: closer together, squares of differences leave the range of a double. */
export const onGrid = (degrees: number): number => Math.round(degrees * 1e9) / 1e9 || 0;

export const toPoint = (lon: number, lat: number): Point => ({ type: 'Point', coordinates: [lon, lat] });

/** The one or two boxes that do not cross the antimeridian and together cover `box`. */
export function splitAtAntimeridian([west, south, east, north]: BoundingBox): BoundingBox[] {
  if (west <= east) return [[west, south, east, north]];
  return [
    [west, south, 180, north],
    [-180, south, east, north],
  ];
}

/** Smallest box around the points, without regard to the antimeridian; undefined for no points. */
export function boundsOf(points: readonly Point[]): BoundingBox | undefined {
  if (points.length === 0) return undefined;
  const longitudes = points.map(({ coordinates }) => coordinates[0]);
  const latitudes = points.map(({ coordinates }) => coordinates[1]);
  return [Math.min(...longitudes), Math.min(...latitudes), Math.max(...longitudes), Math.max(...latitudes)];
}
