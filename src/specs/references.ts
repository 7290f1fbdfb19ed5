import { EXIT } from '../lib/exit.ts';
import { TradeformError } from '../lib/errors.ts';

/*
 * `${NAME}` in a quoted value of tradeform.yaml stands for a variable of the process environment. Names are upper-case letters, digits and
 * underscores. There is no other syntax, no default and no nesting; a `$` before anything else is a `$`.
 */

const REFERENCE = /\$\{([A-Z_][A-Z0-9_]*)\}/g;

export const hasReference = (text: string): boolean => text.includes('${');

export interface Fault {
  readonly message: string;
  readonly remedy: string;
}

/** What is wrong with the references of a text, or undefined. */
export function referenceFault(text: string): Fault | undefined {
  const rest = text.replaceAll(REFERENCE, '');
  const [, opened] = /\$\{([^}]*)/.exec(rest) ?? [];
  if (opened !== undefined) {
    const closed = rest.includes(`\${${opened}}`);
    return closed
      ? {
          message: `\`\${${opened}}\` is no reference`,
          remedy: `names are upper-case letters, digits and underscores${upperCase(opened)}`,
        }
      : { message: 'a reference that is not closed', remedy: 'write ${NAME}, with both braces' };
  }
  const bare = /\$([A-Z_][A-Z0-9_]+)/.exec(rest)?.[1];
  return bare === undefined
    ? undefined
    : { message: `\`$${bare}\` would not be replaced`, remedy: `write \${${bare}}, with braces` };
}

const upperCase = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `: \${${name.toUpperCase()}}` : '';

/**
 * `text` with each `${NAME}` replaced by its value in `env`. Throws TradeformError `project/missing-variable` (exit 1), which names the
 * variable and never its value; an empty variable counts as missing. `what` says what it is for: `venues.aquanow.apiKey of environment live`.
 */
export function resolveText(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
  what: string,
): string {
  const fault = referenceFault(text);
  if (fault)
    throw new TradeformError('project/reference', `${what}: ${fault.message}`, {
      exitCode: EXIT.invalid,
      remedy: fault.remedy,
    });
  return text.replaceAll(REFERENCE, (_, name: string) => {
    const value = env[name];
    if (value !== undefined && value !== '') return value;
    const state = value === '' ? 'empty' : 'not set';
    throw new TradeformError(
      'project/missing-variable',
      `${what}: the environment variable ${name} is ${state}`,
      {
        exitCode: EXIT.error,
        remedy: `set it for this command (\`export ${name}=…\`); in CI, add it to the job's \`env:\` from a secret`,
      },
    );
  });
}

/** Whether a host is this machine. */
const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);

/** Whether a URL, without references, is on this machine. */
export const isLoopbackUrl = (text: string): boolean =>
  URL.canParse(text) && isLoopback(new URL(text).hostname);

/** Why nothing may be sent to this URL (references replaced), or undefined. */
export function venueUrlFault(text: string): Fault | undefined {
  if (!URL.canParse(text)) return { message: 'this is not a URL', remedy: 'write https:// and the host' };
  const url = new URL(text);
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return {
      message: '`http://` would send keys and orders in the open',
      remedy: 'write `https://`; `http://` is for 127.0.0.1, [::1] and localhost only',
    };
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return { message: `\`${url.protocol}//\` is no way to a venue`, remedy: 'write `https://`' };
  if (url.username !== '' || url.password !== '')
    return { message: 'a user name or password in a URL', remedy: 'remove it' };
  return url.search === '' && url.hash === ''
    ? undefined
    : { message: "a venue's URL has no `?` or `#`", remedy: 'write the host, and a path where it has one' };
}

/** A name that sounds like a secret's, misspelt or not, and what follows it: tags and anchors, then the value. */
const MAY_BE_SECRET =
  /([\w-]*(?:key|secret|token|pass|totp|url)[\w-]*["']?(?:\s*[:=]\s*|\s+)(?:[&!|>]\S*\s+)*)("[^"]*"?|'[^']*'?|[^\s,}]+)/gi;
/** References, whole or broken, and URLs without a password. */
const PUBLIC = /^["']?(?:(?:\$\{\w*\}?|\$[A-Z_]\w*)+|[a-z]+:\/\/[^@\s"']*)["']?$/;

/** A line of a project file as an excerpt may show it: what may be secret is blotted out at its length. */
export const blotted = (line: string): string =>
  line.replaceAll(MAY_BE_SECRET, (all, name: string, value: string) =>
    PUBLIC.test(value) ? all : `${name}${'•'.repeat(value.length)}`,
  );
