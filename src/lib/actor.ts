import { hostname, userInfo } from 'node:os';

/** Who runs this: the person that CI names, or the user of this machine. */
export function actorOf(env: NodeJS.ProcessEnv): string {
  const named = [env['TRADEFORM_ACTOR'], env['GITHUB_ACTOR'], env['GITLAB_USER_LOGIN']];
  const name = named.find((it) => it !== undefined && it !== '');
  if (name !== undefined) return name;
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // A container's user may have no name.
    return `uid-${process.getuid?.() ?? 'unknown'}@${hostname()}`;
  }
}
