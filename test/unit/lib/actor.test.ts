import { describe, expect, it } from 'vitest';
import { actorOf } from '../../../src/lib/actor.ts';

describe('the actor', () => {
  it.each([
    ['who is named for it', { TRADEFORM_ACTOR: 'ada', GITHUB_ACTOR: 'bot' }, 'ada'],
    ["GitHub's", { GITHUB_ACTOR: 'grace', GITLAB_USER_LOGIN: 'x' }, 'grace'],
    ['who started it again', { GITHUB_TRIGGERING_ACTOR: 'ada', GITHUB_ACTOR: 'grace' }, 'ada'],
    ["GitLab's", { GITLAB_USER_LOGIN: 'joan' }, 'joan'],
    ['the next that is not empty', { TRADEFORM_ACTOR: '', GITHUB_ACTOR: 'grace' }, 'grace'],
  ])('is %s', (_, env, actor) => {
    expect(actorOf(env)).toBe(actor);
  });

  it('is the user of this machine where nobody is named', () => {
    expect(actorOf({})).toMatch(/^[^@]+@.+$/);
  });
});
