import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Place } from '../../model/order.ts';
import type { Problem } from '../../model/problem.ts';
import type { Project } from '../../model/project.ts';
import { prefixOf } from '../find-files.ts';
import { readText, systemReason } from '../read-text.ts';
import { listed } from '../suggest.ts';
import type { TypeSchema, TypeSchemas } from './combine.ts';
import { SHIPPED } from './strategy-type.ts';
import { readType } from './type-file.ts';

/*
 * A project's own strategy types: `TYPE.schema.json` in the folder that `strategyTypes:` names. They are data, checked as strictly
 * as specs: an entry of a type that could not be read is never taken for a mistake of the entry.
 */

const TYPE_FILE = /^(.*)\.schema\.json$/;
const TYPE_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,31}$/;
const MAX_TYPES = 100;

type Named = NonNullable<Project['strategyTypes']>;

/** The files of the folder that are whole, and what is wrong with the others. */
export async function ownTypes(
  project: Project,
  { folder, place }: Named,
): Promise<{ readonly schemas: TypeSchemas; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const schemas = new Map<string, TypeSchema>();
  const names = await typeFiles(project, folder, place, problems);
  const seen = new Map(
    [...SHIPPED.keys()].map((name) => [name.toLowerCase(), 'is one that tradeform ships']),
  );
  for (const { path, name } of names) {
    const file = `${prefixOf(project)}${folder}/${name}`;
    const type = TYPE_FILE.exec(name)?.[1];
    const fault = type === undefined ? NO_TYPE : nameFault(type, seen);
    if (type === undefined || fault !== undefined) {
      problems.push({ ...(fault ?? NO_TYPE), place: top(file) });
      continue;
    }
    seen.set(type.toLowerCase(), `is called like ${name}`);
    const text = readText(path, file);
    const read = text.ok ? readType(text.source) : text;
    if (read.ok) schemas.set(type, read.schema);
    else problems.push(...read.problems);
  }
  return { schemas, problems };
}

const top = (file: string): Place => ({ file, line: 1, column: 1 });

const NO_TYPE = {
  code: 'type/name',
  message: 'a JSON file that is no strategy type',
  remedy: 'call it TYPE.schema.json, by the name that Volven has for the type, or move it elsewhere',
};

function nameFault(type: string, seen: ReadonlyMap<string, string>): typeof NO_TYPE | undefined {
  const code = 'type/name';
  if (!TYPE_NAME.test(type))
    return {
      code,
      message: `\`${type}\` is not a valid strategy type`,
      remedy: 'letters, digits, `_` and hyphens, a letter first, at most 32 characters',
    };
  const other = seen.get(type.toLowerCase());
  if (other === undefined) return undefined;
  return { code, message: `strategy type \`${type}\` ${other}`, remedy: 'keep one of them' };
}

/** The JSON files of the folder, by name, links followed; nothing where it can't be looked into. */
async function typeFiles(
  project: Project,
  folder: string,
  place: Place,
  problems: Problem[],
): Promise<readonly { readonly path: string; readonly name: string }[]> {
  const report = (message: string, remedy: string, at = place): readonly [] => {
    problems.push({ code: 'type/folder', message, remedy, place: at });
    return [];
  };
  const root = await realpath(project.dir);
  const inside = (path: string): boolean => path.startsWith(root + sep);
  try {
    const real = await realpath(join(project.dir, folder));
    if (!inside(real))
      return report(
        `\`${folder}\` leads out of the project's folder`,
        'strategy types stand in the project: a reviewer sees what is read',
      );
    const names = (await readdir(real)).filter((name) => name.endsWith('.json')).sort();
    if (names.length > MAX_TYPES)
      return report(`\`${folder}\` has more than ${MAX_TYPES} JSON files`, 'is it the right folder?');
    const files = [];
    for (const name of names) {
      const path = await realpath(join(real, name)).catch(() => undefined);
      const at = top(`${prefixOf(project)}${folder}/${name}`);
      if (path === undefined)
        report('a symbolic link that leads nowhere', 'put the file itself here, or remove the link', at);
      else if (!inside(path))
        report("a symbolic link that leads out of the project's folder", 'put the file itself here', at);
      else if (!(await stat(path)).isDirectory()) files.push({ path, name });
    }
    return files;
  } catch (error) {
    return report(
      `the folder \`${folder}\` of strategy types can't be read (${systemReason(error)})`,
      `make it, with one TYPE.schema.json for each type; built in: ${listed(SHIPPED.keys())}`,
    );
  }
}
