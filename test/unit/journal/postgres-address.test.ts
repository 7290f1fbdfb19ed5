import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TradeformError } from '../../../src/lib/errors.ts';
import { scrub } from '../../../src/lib/scrub.ts';
import { addressOf } from '../../../src/journal/postgres/address.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradeform-address-'));
  for (const name of ['ca', 'cert', 'key']) writeFileSync(join(folder, `${name}.pem`), `the ${name}`);
});
afterAll(() => rmSync(folder, { recursive: true }));

const of = (url: string) => addressOf(url, folder);
function faultOf(url: string): TradeformError {
  try {
    of(url);
  } catch (error) {
    if (error instanceof TradeformError) return error;
  }
  throw new Error('it was taken');
}

describe('the url of a PostgreSQL journal', () => {
  it('is read as PostgreSQL’s own tools read it', () => {
    const address = of('postgres://desk:p%40ss%2Fword@db.example:6543/orders?sslmode=disable');
    expect(address).toMatchObject({ host: 'db.example', port: 6543, database: 'orders', tls: undefined });
    expect([address.user.reveal(), address.password?.reveal()]).toEqual(['desk', 'p@ss/word']);
    expect(address.place).toBe('database orders on db.example:6543');
    expect(of('postgresql://desk@[::1]/orders')).toMatchObject({
      host: '::1',
      port: 5432,
      server: '[::1]:5432',
    });
  });

  it.each(['postgres://desk@%2Frun%2Fpg/orders', 'postgres:///orders?host=/run/pg&user=desk'])(
    'may lead to a socket of this machine: %s',
    (url) => {
      const address = of(url);
      expect(address).toMatchObject({
        host: '/run/pg',
        database: 'orders',
        tls: undefined,
        password: undefined,
      });
      expect(address.user.reveal()).toBe('desk');
    },
  );

  describe('decides on encryption', () => {
    it.each(['127.0.0.1', '127.1.2.3', 'localhost', '[::1]'])('not needed on this machine: %s', (host) =>
      expect(of(`postgres://u:p@${host}/d`).tls).toBeUndefined(),
    );

    it.each(['db.example', '10.0.0.5', 'localhost.evil.example', '127.0.0.1.evil.example'])(
      'and asks any other server who it is, unless told otherwise: %s',
      (host) => {
        const { tls } = of(`postgres://u:p@${host}/d`);
        expect(tls).toMatchObject({ rejectUnauthorized: true });
        expect(tls?.checkServerIdentity?.(host, { subject: { CN: 'other' } } as never)).toBeInstanceOf(Error);
      },
    );

    it('as each sslmode says', () => {
      const tls = (mode: string) => of(`postgres://u:p@db.example/d?sslmode=${mode}`).tls;
      const other = { subject: { CN: 'other' } } as never;
      expect(tls('disable')).toBeUndefined();
      expect(tls('require')).toMatchObject({ rejectUnauthorized: false });
      expect(tls('verify-ca')).toMatchObject({ rejectUnauthorized: true });
      expect(tls('verify-ca')?.checkServerIdentity?.('db.example', other)).toBeUndefined();
      expect(tls('verify-full')?.checkServerIdentity?.('db.example', other)).toBeInstanceOf(Error);
    });

    it('with files that are named from the folder of tradeform.yaml, or absolutely', () => {
      const names = `sslrootcert=ca.pem&sslcert=${join(folder, 'cert.pem')}&sslkey=key.pem`;
      const read = { ca: 'the ca', cert: 'the cert', key: 'the key' };
      expect(of(`postgres://u:p@db.example/d?${names}`).tls).toMatchObject(read);
      expect(of('postgres://u:p@db.example/d?sslrootcert=system').tls).not.toHaveProperty('ca');
    });
  });

  describe('is refused', () => {
    it.each([
      ['not a url', 'is not one of PostgreSQL'],
      ['mysql://u:s3cr3t-pw@h/d', 'is not one of PostgreSQL'],
      ['postgres://u:s3cr3t-pw#x@h/d', 'is not one of PostgreSQL'],
      ['postgres://u:s3cr3t/pw@h/d', 'is not one of PostgreSQL'],
      ['postgres://u:s3cr3t-pw@h/d#f', 'is not one of PostgreSQL'],
      ['postgres://u:s3cr3t%zz@h/d', 'a % that begins no escape'],
      ['postgres://u:1?s3cr3t-pw@h/d', 'a parameter that is not known'],
      ['postgres://u:s3cr3t-pw@h/d?application_name=x', 'a parameter that is not known'],
      ['postgres://u:s3cr3t-pw@h/d?sslmode=prefer', 'an sslmode that is not known'],
      ['postgres://u:s3cr3t-pw@h/d?sslmode=allow', 'an sslmode that is not known'],
      [
        'postgres://u:s3cr3t-pw@h/d?sslrootcert=s3cr3t-file',
        'names a file in sslrootcert that can’t be read (ENOENT)',
      ],
      ['postgres://u:s3cr3t-pw@h', 'names no database'],
      ['postgres://u:s3cr3t-pw@h/d/e', 'names no database'],
      ['postgres://h/d', 'names no user'],
      ['postgres:///d?user=u', 'names no host'],
    ])('and not quoted: %s', (url, why) => {
      const error = faultOf(url);
      expect(error).toMatchObject({ code: 'journal/url', exitCode: 3 });
      expect(error.message).toContain(why.replace('’', "'"));
      expect(inspect(error)).not.toMatch(/s3cr3t/);
    });
  });

  it('is a secret from then on, in whole and in its password', () => {
    const url = 'postgres://desk:pass%2Dword@db.example/orders';
    const address = of(url);
    expect(inspect(address, { depth: 9 }) + JSON.stringify(address)).not.toMatch(
      /pass%2Dword|pass-word|desk/,
    );
    for (const text of [url, 'pass%2Dword', 'pass-word'])
      expect(scrub(`it said ${text}!`)).toBe('it said [redacted]!');
  });
});
