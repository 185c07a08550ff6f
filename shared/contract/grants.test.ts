import { describe, expect, it } from 'vitest';
import { checkParams, isMethod } from './check.ts';
import { PathGrants, concealPaths, grantedParams } from './grants.ts';

function counted(): PathGrants {
  let next = 0;
  return new PathGrants(() => {
    next += 1;
    return `t${next}`;
  });
}

describe('path grants', () => {
  it('stand for the path they were issued for, and for no other use', () => {
    const grants = counted();
    const read = grants.issue('/in/a.csv', 'read', 'a.csv');
    const write = grants.issue('/out/p.zip', 'write', 'p.zip');
    expect(read).toEqual({ token: 't1', label: 'a.csv' });
    expect(grants.resolve('t1', 'read').path).toBe('/in/a.csv');
    expect(grants.resolve(write.token, 'write').path).toBe('/out/p.zip');
    expect(grants.resolve(write.token, 'read').path).toBe('/out/p.zip');
    expect(() => grants.resolve('t1', 'write')).toThrow(/no leave/);
    expect(() => grants.resolve('/in/a.csv', 'read')).toThrow(/no leave/);
  });

  it('keep one token for the same path and use', () => {
    const grants = counted();
    expect(grants.issue('/a', 'read', 'a').token).toBe('t1');
    expect(grants.issue('/a', 'read', 'a').token).toBe('t1');
    expect(grants.issue('/a', 'write', 'a').token).toBe('t2');
  });

  it('are swapped in lists and single parameters, and nowhere else', () => {
    const grants = counted();
    grants.issue('/spool/1/a.csv', 'read', 'a.csv');
    grants.issue('/spool/2/b.csv', 'read', 'b.csv');
    expect(grantedParams('intake.import', { paths: ['t1', 't2'], as: 't1' }, grants).params).toEqual({
      paths: ['/spool/1/a.csv', '/spool/2/b.csv'],
      as: 't1',
    });
    expect(grantedParams('query.open', { sql: 't1' }, grants)).toEqual({ params: { sql: 't1' }, used: [] });
    expect(() => grantedParams('intake.import', { paths: ['/etc/passwd'] }, grants)).toThrow(/no leave/);
    expect(() => grantedParams('engagement.create', { dir: 't1' }, grants)).toThrow(/no leave/);
  });

  it('hide their paths in answers and errors, bytes untouched', () => {
    const grants = counted();
    grants.issue('/spool/1', 'read', 'folder');
    grants.issue('/spool/1/a.csv', 'read', '$& a.csv');
    const used = [grants.resolve('t1', 'read'), grants.resolve('t2', 'read')];
    const arrow = new Uint8Array([1]);
    const answer = { ok: true as const, value: { files: ['/spool/1/a.csv', '/spool/1/b.csv'], arrow, n: 3 } };
    expect(concealPaths(answer, used)).toEqual({
      ok: true,
      value: { files: ['$& a.csv', 'folder/b.csv'], arrow, n: 3 },
    });
    const failed = {
      ok: false as const,
      error: { code: 'FILE_EMPTY' as const, message: '/spool/1/a.csv is empty.' },
    };
    expect(concealPaths(failed, used)).toEqual({
      ok: false,
      error: { code: 'FILE_EMPTY', message: '$& a.csv is empty.' },
    });
  });
});

describe('calls', () => {
  it('name a method of the contract', () => {
    expect(isMethod('app.info')).toBe(true);
    for (const name of ['toString', '__proto__', 'app', '', 7, null]) expect(isMethod(name)).toBe(false);
  });

  it('get their defaults and lose what the contract does not know', () => {
    expect(checkParams('intake.rejects', { source_id: 's', extra: 1 })).toEqual({
      source_id: 's',
      offset: 0,
      limit: 200,
    });
  });

  it('are refused with each fault named', () => {
    expect(() => checkParams('query.page', { result_id: 'r', offset: -1 })).toThrow(/offset: .*limit: /);
  });
});
