import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toPositional } from '../../../lib/local/data-api/named-parameters.ts';

describe('toPositional', () => {
  it.each([
    ['select :a', 'select $1', ['a']],
    ['select :a, :b, :a', 'select $1, $2, $3', ['a', 'b', 'a']],
    ['select :a::text', 'select $1::text', ['a']],
    ["select ':a', 'it''s :a'", "select ':a', 'it''s :a'", []],
    ['select ":a", "x"":a"', 'select ":a", "x"":a"', []],
    ["select E'\\':a', :b", "select E'\\':a', $1", ['b']],
    ["select 'e\\', :b", "select 'e\\', $1", ['b']],
    ['select 1 -- :a\n, :b', 'select 1 -- :a\n, $1', ['b']],
    ['select /* :a /* :a */ :a */ :b', 'select /* :a /* :a */ :a */ $1', ['b']],
    ['select $$:a$$, $tag$ $$ :a $tag$, :b', 'select $$:a$$, $tag$ $$ :a $tag$, $1', ['b']],
    ['select a[:low::int]', 'select a[$1::int]', ['low']],
    ['select x from t where y=:under_score1', 'select x from t where y=$1', ['under_score1']],
    ['do $$ begin x := 1; end $$', 'do $$ begin x := 1; end $$', []],
    ['select a$b from t where c = :d', 'select a$b from t where c = $1', ['d']],
  ])('rewrites %s', (sql, expected, names) => {
    expect(toPositional(sql)).toEqual({ sql: expected, names });
  });

  it.each(['select 1;', 'select 1 ; ; ', 'select 1; -- done', 'select 1; /* done */', "select ';'"])(
    'takes %s as one statement',
    (sql) => {
      expect(toPositional(sql).sql).toBe(sql);
    },
  );

  it.each(['select 1; select 2', "select ';'; drop table x", 'select 1; /* a */ select 2'])(
    'refuses %s',
    (sql) => {
      expect(() => toPositional(sql)).toThrow("Multistatements aren't supported.");
    },
  );

  it('never touches what stands in a literal, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), (content) => {
        const literal = `'${content.replaceAll("'", "''")}'`;
        expect(toPositional(`select ${literal}, :p`)).toEqual({ sql: `select ${literal}, $1`, names: ['p'] });
      }),
    );
  });
});
