export type Dimension =
  | 'length'
  | 'mass'
  | 'volume'
  | 'area'
  | 'temperature'
  | 'duration'
  | 'speed'
  | 'percent'
  | 'money'
  | 'count';

/** What one of a unit is worth in base units: m, kg, l, m², °C, s, km/h, %. */
interface Unit {
  dimension: Dimension;
  factor: number;
}

const units: Record<string, Unit> = {};
const define = (dimension: Dimension, factor: number, names: string): void => {
  for (const name of names.split(' ')) units[name] = { dimension, factor };
};
define('length', 1, 'm metre metres meter meters mtr mtrs');
define('length', 0.01, 'cm cms centimetre centimetres centimeter centimeters');
define('length', 0.001, 'mm millimetre millimetres millimeter millimeters');
define('length', 1_000, 'km kms kilometre kilometres kilometer kilometers');
define('length', 0.3048, 'ft foot feet');
define('length', 0.0254, 'inch inches in');
define('length', 0.9144, 'yard yards yd');
define('length', 1_609.344, 'mile miles mi');
define('mass', 1, 'kg kgs kilo kilos kilogram kilograms');
define('mass', 0.001, 'g gram grams');
define('mass', 1_000, 't ton tons tonne tonnes mt');
define('mass', 100, 'quintal quintals qtl');
define('mass', 0.4536, 'lb lbs pound pounds');
define('volume', 1, 'l litre litres liter liters ltr ltrs');
define('volume', 0.001, 'ml');
define('volume', 3.785, 'gallon gallons');
define('area', 10_000, 'ha hectare hectares');
define('area', 4_046.86, 'acre acres ac');
define('area', 1, 'sqm m²');
define('area', 2_529, 'bigha bighas');
define('temperature', 1, '°c c celsius degree degrees deg °');
define('duration', 1, 's sec secs second seconds');
define('duration', 60, 'min mins minute minutes');
define('duration', 3_600, 'h hr hrs hour hours');
define('duration', 86_400, 'day days night nights');
define('duration', 604_800, 'week weeks wk wks');
define('duration', 2_629_800, 'month months');
define('duration', 31_557_600, 'year years yr yrs');
define('speed', 1, 'kmh kph km/h');
define('speed', 1.609, 'mph');
define('percent', 1, '% percent pct');
define(
  'money',
  1,
  'rupees rupee rs inr shillings ksh naira dollars dollar usd euros euro pesos rand cedis bucks',
);

/** The unit of that name, symbol or abbreviation, in lower case. */
export const unitNamed = (name: string): Unit | undefined =>
  Object.hasOwn(units, name) ? units[name] : undefined;
