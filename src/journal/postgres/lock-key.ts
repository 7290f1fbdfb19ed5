import { createHash } from 'node:crypto';
import type { JournalId } from '../../model/ids.ts';

/*
 * Advisory locks are numbers, one space for each database. A journal's number comes from its id, so that every version of tradeform,
 * under whatever project name, meets at the same lock.
 */

export interface LockKey {
  /** What `pg_advisory_lock` takes. */
  readonly whole: string;
  /** How `pg_locks` shows it. */
  readonly classid: string;
  readonly objid: string;
}

export function lockKeyOf(id: JournalId): LockKey {
  const digest = createHash('sha256').update(`tradeform journal ${id}`).digest();
  return {
    whole: digest.readBigInt64BE(0).toString(),
    classid: digest.readUInt32BE(0).toString(),
    objid: digest.readUInt32BE(4).toString(),
  };
}

/** Rows of `pg_locks` that are this lock, held; `$class` and `$obj` are the numbers of its parameters. */
export const lockRows = (classid: string, objid: string): string =>
  `pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
    AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
    AND l.classid = ${classid}::oid AND l.objid = ${objid}::oid`;
