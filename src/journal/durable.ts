import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Names in a folder are durable once the folder itself is on the disk. */
export function syncFolder(path: string): void {
  // Windows can't open a folder; it has no need to.
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** The file as it was or as it is to be, whatever happens in between; on the disk when it returns. A link stays one. */
export function replaceFile(path: string, text: string): void {
  const old = statSync(path, { throwIfNoEntry: false });
  const target = old === undefined ? path : realpathSync(path);
  const draft = join(dirname(target), `.${basename(target)}-${randomUUID()}`);
  try {
    const file = openSync(draft, 'wx', old === undefined ? 0o666 : old.mode & 0o777);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, target);
    syncFolder(dirname(target));
  } finally {
    rmSync(draft, { force: true });
  }
}
