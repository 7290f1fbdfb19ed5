import { hostname, userInfo } from 'node:os';

/** Who runs this: the person that CI names, or the user of this machine. */
export function actorOf(env: NodeJS.ProcessEnv): string {
  // Whoever starts a run of GitHub's again is its triggering actor; its actor stays who started it first.
  const named = [
    ...[env['TRADEFORM_ACTOR'], env['GITHUB_TRIGGERING_ACTOR']],
    ...[env['GITHUB_ACTOR'], env['GITLAB_USER_LOGIN']],
  ];
  const name = named.find((it) => it !== undefined && it !== '');
  if (name !== undefined) return name;
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // A container's user may have no name.
    return `uid-${process.getuid?.() ?? 'unknown'}@${hostname()}`;
  }
}

const plain = (name: string): string => name.trim().normalize('NFKC').toLowerCase();
const isUserOf = (user: string, full: string): boolean => full.startsWith(`${user}@`);

/** Whether two names are one person's: `ada` is `ada@desk-1`, too, which is what {@link actorOf} calls a machine's user. */
export function samePerson(a: string, b: string): boolean {
  const [one, other] = [plain(a), plain(b)];
  return one === other || isUserOf(one, other) || isUserOf(other, one);
}
