/** Object ids of PostgreSQL's built-in types (`pg_type.dat`), which are the same in every server. */
export const oid = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  oid: 26,
  json: 114,
  float4: 700,
  float8: 701,
  date: 1082,
  time: 1083,
  timestamp: 1114,
  timestamptz: 1184,
  numeric: 1700,
  uuid: 2950,
} as const;

export type Kind =
  'boolean' | 'long' | 'double' | 'decimal' | 'blob' | 'timestamptz' | 'text' | 'unsupported';

/**
 * Which types a result may contain: Aurora User Guide, "Amazon RDS Data API operations reference"; the others
 * must be cast, to text for instance.
 */
export interface TypeFacts {
  readonly name: string;
  readonly kind: Kind;
  /** `java.sql.Types`, which is what `columnMetadata.type` carries. */
  readonly jdbc: number;
  readonly isArray?: boolean;
}

const scalar = (name: string, kind: Kind, jdbc: number): TypeFacts => ({ name, kind, jdbc });
const array = (name: string, kind: Kind): TypeFacts => ({
  name: `_${name}`,
  kind,
  jdbc: 2003,
  isArray: true,
});

const facts = new Map<number, TypeFacts>([
  [16, scalar('bool', 'boolean', -7)],
  [17, scalar('bytea', 'blob', -2)],
  [18, scalar('char', 'text', 1)],
  [19, scalar('name', 'text', 12)],
  [20, scalar('int8', 'long', -5)],
  [21, scalar('int2', 'long', 5)],
  [23, scalar('int4', 'long', 4)],
  [25, scalar('text', 'text', 12)],
  [26, scalar('oid', 'long', -5)],
  [114, scalar('json', 'text', 1111)],
  [142, scalar('xml', 'unsupported', 2009)],
  [600, scalar('point', 'unsupported', 1111)],
  [601, scalar('lseg', 'unsupported', 1111)],
  [602, scalar('path', 'unsupported', 1111)],
  [603, scalar('box', 'unsupported', 1111)],
  [604, scalar('polygon', 'unsupported', 1111)],
  [628, scalar('line', 'unsupported', 1111)],
  [650, scalar('cidr', 'text', 1111)],
  [718, scalar('circle', 'unsupported', 1111)],
  [790, scalar('money', 'unsupported', 8)],
  [869, scalar('inet', 'text', 1111)],
  [700, scalar('float4', 'double', 7)],
  [701, scalar('float8', 'double', 8)],
  [1042, scalar('bpchar', 'text', 1)],
  [1043, scalar('varchar', 'text', 12)],
  [1082, scalar('date', 'text', 91)],
  [1083, scalar('time', 'text', 92)],
  [1114, scalar('timestamp', 'text', 93)],
  [1184, scalar('timestamptz', 'timestamptz', 93)],
  [1186, scalar('interval', 'unsupported', 1111)],
  [1700, scalar('numeric', 'decimal', 2)],
  [2278, scalar('void', 'text', 1111)],
  [2950, scalar('uuid', 'text', 1111)],
  [3614, scalar('tsvector', 'unsupported', 1111)],
  [3615, scalar('tsquery', 'unsupported', 1111)],
  [3802, scalar('jsonb', 'text', 1111)],
  [1000, array('bool', 'boolean')],
  [1002, array('char', 'text')],
  [1003, array('name', 'text')],
  [1005, array('int2', 'long')],
  [1007, array('int4', 'long')],
  [1009, array('text', 'text')],
  [1014, array('bpchar', 'text')],
  [1015, array('varchar', 'text')],
  [1016, array('int8', 'long')],
  [1021, array('float4', 'double')],
  [1022, array('float8', 'double')],
  [1115, array('timestamp', 'text')],
  [1182, array('date', 'text')],
  [1185, array('timestamptz', 'timestamptz')],
  [1231, array('numeric', 'decimal')],
  [2951, array('uuid', 'text')],
  [199, array('json', 'text')],
  [3807, array('jsonb', 'text')],
]);

/** Types that are not built in (enums, extensions) come back as their text, as from the real service. */
export const typeFacts = (typeOid: number): TypeFacts =>
  facts.get(typeOid) ?? { name: 'unknown', kind: 'text', jdbc: 1111 };
